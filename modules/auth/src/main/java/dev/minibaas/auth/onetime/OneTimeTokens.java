package dev.minibaas.auth.onetime;

import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pending codes: the table {@code auth.one_time_tokens}, one of each type per user, and the columns
 * of {@code auth.users} in which GoTrue keeps the same hash and the time of its sending.
 */
public final class OneTimeTokens {
  private static final String PUT =
      """
      insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to)
      values (gen_random_uuid(), ?, ?::auth.one_time_token_type, ?, ?)
      on conflict (user_id, token_type) do update
      set token_hash = excluded.token_hash, relates_to = excluded.relates_to,
          created_at = now(), updated_at = now()
      """;

  // locked: of two that bring the same code, one finds it gone
  private static final String FIND =
      """
      select user_id, token_type::text, token_hash, relates_to, created_at
      from auth.one_time_tokens
      where token_hash in (?, ?) and token_type = any (?::auth.one_time_token_type[])
      limit 1
      for update
      """;

  private final int digits;
  private final Duration gap;
  private final Clock clock;

  /**
   * @param digits of a code
   * @param gap least time between two sendings to one user
   */
  public OneTimeTokens(int digits, Duration gap, Clock clock) {
    this.digits = digits;
    this.gap = gap;
    this.clock = clock;
  }

  /** A code that was found. */
  public record Pending(
      UUID userId, OneTimeTokenType type, String hash, String relatesTo, Instant createdAt) {
    public boolean isPkce() {
      return hash.startsWith(OneTimeCode.PKCE_PREFIX);
    }
  }

  /** 429 when the last sending, if any, is not long enough ago. */
  public void refuseTooSoon(@Nullable Instant sent, ErrorCode code) {
    if (sent != null && clock.instant().isBefore(sent.plus(gap))) {
      long left = Duration.between(clock.instant(), sent.plus(gap)).toSeconds() + 1;
      throw AuthFailure.tooManyRequests(
          code, "For security purposes, you can only request this after " + left + " seconds.");
    }
  }

  /**
   * A new code for a user, in the place of any pending one of its type.
   *
   * @param address the e-mail address or number that it is sent to
   */
  public OneTimeCode issue(
      Tx tx, UUID userId, OneTimeTokenType type, String address, boolean isPkce) {
    OneTimeCode plain = OneTimeCode.fresh(address, digits);
    OneTimeCode code = isPkce ? plain.withPkce() : plain;
    tx.change(PUT, userId, type.label(), code.hash(), address);
    tx.change(noteOf(type), code.hash(), userId);
    return code;
  }

  /** The pending code with the hash, of one of the types, with its row locked. */
  public Optional<Pending> find(Tx tx, String hash, OneTimeTokenType... types) {
    StringBuilder labels = new StringBuilder("{");
    for (OneTimeTokenType type : types) {
      labels.append(labels.length() == 1 ? "" : ",").append(type.label());
    }
    return tx.first(
        FIND,
        OneTimeTokens::read,
        hash,
        OneTimeCode.PKCE_PREFIX + hash,
        labels.append('}').toString());
  }

  /** Makes a user's pending code of one type void. */
  public void forget(Tx tx, UUID userId, OneTimeTokenType type) {
    tx.change(
        """
        delete from auth.one_time_tokens
        where user_id = ? and token_type = ?::auth.one_time_token_type
        """,
        userId,
        type.label());
    tx.change(
        "update auth.users set " + columnOf(type) + " = '', updated_at = now() where id = ?",
        userId);
  }

  private static String noteOf(OneTimeTokenType type) {
    return "update auth.users set "
        + columnOf(type)
        + " = ?, "
        + timeOf(type)
        + " = now(), updated_at = now() where id = ?";
  }

  /** The column that is named as its type. */
  private static String columnOf(OneTimeTokenType type) {
    return type.label();
  }

  private static String timeOf(OneTimeTokenType type) {
    return switch (type) {
      case CONFIRMATION_TOKEN -> "confirmation_sent_at";
      case REAUTHENTICATION_TOKEN -> "reauthentication_sent_at";
      case RECOVERY_TOKEN -> "recovery_sent_at";
      case EMAIL_CHANGE_TOKEN_NEW, EMAIL_CHANGE_TOKEN_CURRENT -> "email_change_sent_at";
      case PHONE_CHANGE_TOKEN -> "phone_change_sent_at";
    };
  }

  private static Pending read(ResultSet row) throws SQLException {
    return new Pending(
        Tx.uuid(row, "user_id"),
        OneTimeTokenType.valueOf(Tx.text(row, "token_type").toUpperCase(Locale.ROOT)),
        Tx.text(row, "token_hash"),
        Tx.text(row, "relates_to"),
        // without zone in the database, written in UTC
        row.getObject("created_at", LocalDateTime.class).toInstant(ZoneOffset.UTC));
  }
}
