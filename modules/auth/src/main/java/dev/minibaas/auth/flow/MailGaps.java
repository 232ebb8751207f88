package dev.minibaas.auth.flow;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.sql.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The table {@code minibaas_auth.mail_gaps}: the least time between two mails to one address. It is
 * kept for addresses that are nobody's, too, so that a refusal tells nothing.
 */
public final class MailGaps {
  public static final String SIGNUP = "signup";
  public static final String RECOVERY = "recovery";
  public static final String EMAIL_CHANGE = "email_change";

  private static final String TOUCH =
      """
      insert into minibaas_auth.mail_gaps as g (address_hash, kind, asked_at) values (?, ?, ?)
      on conflict (address_hash, kind) do update set asked_at = excluded.asked_at
      where g.asked_at <= ?
      """;

  private static final String ASKED =
      "select asked_at from minibaas_auth.mail_gaps where address_hash = ? and kind = ?";

  private static final String PURGE = "delete from minibaas_auth.mail_gaps where asked_at < ?";

  private final Duration gap;
  private final Clock clock;

  public MailGaps(Duration gap, Clock clock) {
    this.gap = gap;
    this.clock = clock;
  }

  /** 429 when the address was asked for not long enough ago; else it is asked for now. */
  public void refuseTooSoon(Tx tx, String address, String kind) {
    byte[] hash = hash(address);
    Instant now = clock.instant();
    if (tx.change(TOUCH, hash, kind, now, now.minus(gap)) == 0) {
      Instant asked =
          tx.first(ASKED, row -> Objects.requireNonNull(Tx.instant(row, "asked_at")), hash, kind)
              .orElse(now);
      long left = Math.max(1, Duration.between(now, asked.plus(gap)).toSeconds() + 1);
      throw AuthFailure.tooManyRequests(
          ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT,
          "For security purposes, you can only request this after " + left + " seconds.");
    }
  }

  void purge(Tx tx) {
    tx.change(PURGE, clock.instant().minus(gap));
  }

  private static byte[] hash(String address) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
