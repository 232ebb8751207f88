package dev.minibaas.auth.external;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.flow.NewAccounts;
import dev.minibaas.auth.hook.HookPoint;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Lets in whom a provider has identified; the operator's hooks learn of new users. */
public final class Admission {
  private static final int ATTEMPTS = 3;

  private final Transactions transactions;
  private final Seams seams;
  private final Accounts accounts;
  private final NewAccounts newAccounts;

  public Admission(AuthConfig config, Transactions transactions, Seams seams, Clock clock) {
    this.transactions = transactions;
    this.seams = seams;
    this.accounts = new Accounts(config, seams, clock);
    this.newAccounts = new NewAccounts(config, clock);
  }

  /** Which account a visitor asks for. */
  sealed interface Aim {
    /** The visitor's own, new if need be. */
    record Own() implements Aim {}

    /** The one of a user who is signed in and adds the identity. */
    record Linked(UUID userId) implements Aim {}

    /** The one that an invitation is for. */
    record Invited(String token) implements Aim {}
  }

  private record Settled<T>(Outcome outcome, @Nullable T value) {}

  /**
   * Finds or makes the account, and does with its user, in the same transaction, what the visitor
   * came for.
   */
  <T> T admit(Entry entry, Aim aim, BiFunction<Tx, User, T> purpose) {
    if (aim instanceof Aim.Own && seams.hooks().isOn(HookPoint.BEFORE_USER_CREATED)) {
      transactions
          .read(tx -> accounts.newcomer(tx, entry))
          .ifPresent(user ->
              seams.hooks().beforeUserCreated(newAccounts.preview(user), entry.call().origin()));
    }
    Settled<T> settled = settled(entry, aim, purpose);
    Outcome outcome = settled.outcome();
    if (outcome.isNew()) {
      seams.hooks().afterUserCreated(outcome.user(), entry.call().origin());
    }
    if (outcome.refusal() != null) {
      throw outcome.refusal();
    }
    return Objects.requireNonNull(settled.value());
  }

  /** Two who come with the same new identity both get in: who loses the race looks again. */
  private <T> Settled<T> settled(Entry entry, Aim aim, BiFunction<Tx, User, T> purpose) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transactions.in(tx -> settle(tx, entry, aim, purpose));
      } catch (DatabaseFailure failure) {
        if (!failure.isDuplicate() || attempt == ATTEMPTS) {
          throw failure;
        }
      } catch (AuthFailure failure) {
        if (failure.code() != ErrorCode.CONFLICT || attempt == ATTEMPTS) {
          throw failure;
        }
      }
    }
  }

  private <T> Settled<T> settle(Tx tx, Entry entry, Aim aim, BiFunction<Tx, User, T> purpose) {
    Outcome outcome =
        switch (aim) {
          case Aim.Own own -> accounts.enter(tx, entry);
          case Aim.Linked linked -> accounts.link(tx, linked.userId(), entry);
          case Aim.Invited invited -> accounts.invited(tx, invited.token(), entry);
        };
    return new Settled<>(
        outcome, outcome.refusal() == null ? purpose.apply(tx, outcome.user()) : null);
  }
}
