package dev.minibaas.auth.mail;

import dev.minibaas.auth.hook.Hooks;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.platform.log.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes mails out of the outbox.
 *
 * <p>A mail is sent inside the transaction that holds its row, one at a time. Who dies before the
 * commit has sent it or not: the row is free again and another node, or this one when it is back,
 * sends it once more, with the same id. So none is lost, and a crash repeats one at most.
 */
public final class Delivery implements Postman.Round {
  private static final Logger LOG = Log.of(Delivery.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
  private static final int DOUBLINGS = 8;
  private static final Duration KEPT = Duration.ofDays(7);
  private static final int MAX_ERROR = 500;

  private final Transactions transactions;
  private final Supplier<Transmission> ways;
  private final Duration lifetime;
  private final Clock clock;
  private final OutboxStore outbox = new OutboxStore();
  private Instant nextPurge = Instant.MIN;

  /**
   * @param lifetime after which a mail's code is void, and the mail of no use
   */
  Delivery(Transactions transactions, Supplier<Transmission> ways, Duration lifetime, Clock clock) {
    this.transactions = transactions;
    this.ways = ways;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** Over SMTP, or by the hook what is for the hook. */
  public static Delivery over(
      MailConfig config, Transactions transactions, Hooks hooks, Clock clock) {
    return new Delivery(
        transactions,
        () -> new HookTransmission(hooks, new SmtpTransmission(config.smtp())),
        config.codeLifetime(),
        clock);
  }

  /** Sends what is due, until nothing is, the server fails, or it is no longer wished for. */
  @Override
  public void run(BooleanSupplier wished) {
    purge();
    try (Transmission way = ways.get()) {
      boolean going = true;
      while (going && wished.getAsBoolean()) {
        going = transactions.in(tx -> next(tx, way));
      }
    }
  }

  private void purge() {
    if (clock.instant().isAfter(nextPurge)) {
      nextPurge = clock.instant().plus(Duration.ofHours(1));
      transactions.in(tx -> {
        outbox.purge(tx, KEPT);
        return true;
      });
    }
  }

  private boolean next(Tx tx, Transmission way) {
    Optional<OutboxStore.Due> due = outbox.claim(tx);
    if (due.isEmpty()) {
      return false;
    }
    OutboxStore.Due mail = due.get();
    Optional<Undelivered> failure = attempt(way, mail);
    if (failure.isPresent()) {
      return failed(tx, mail, failure.get());
    }
    outbox.sent(tx, mail.id());
    return true;
  }

  // a mail that breaks what sends it must not stand in the way of the others
  private static Optional<Undelivered> attempt(Transmission way, OutboxStore.Due mail) {
    try {
      way.send(mail);
      return Optional.empty();
    } catch (Undelivered e) {
      return Optional.of(e);
    } catch (RuntimeException e) {
      return Optional.of(new Undelivered(e.toString(), false, e));
    }
  }

  /** Whether the next mail may fare better. */
  private boolean failed(Tx tx, OutboxStore.Due mail, Undelivered failure) {
    String error = storable(String.valueOf(failure.getMessage()));
    boolean tooLate = clock.instant().isAfter(mail.createdAt().plus(lifetime));
    if (failure.isPermanent() || tooLate) {
      LOG.log(Level.WARNING, "mail {0} is given up: {1}", new Object[] {mail.id(), error});
      outbox.giveUp(tx, mail.id(), error);
      return true;
    }
    Duration pause = pause(mail.attempts());
    LOG.log(
        Level.WARNING,
        "mail {0} is tried again in {1} s: {2}",
        new Object[] {mail.id(), pause.toSeconds(), error});
    outbox.again(tx, mail.id(), pause, error);
    return false;
  }

  static Duration pause(int attempts) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static String storable(String text) {
    String clean = text.replace("\0", "");
    return clean.substring(0, Math.min(clean.length(), MAX_ERROR));
  }
}
