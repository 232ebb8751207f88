package dev.minibaas.auth.factor;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.sql.Tx;
import java.util.UUID;

/**
 * The table {@code minibaas_auth.factor_guards}: what keeps a six-digit code from being guessed,
 * and from being used by somebody who looked over a shoulder.
 */
final class FactorGuard {
  private static final String COUNT =
      """
      insert into minibaas_auth.factor_guards as g (factor_id, attempts, since)
      values (?, 1, now())
      on conflict (factor_id) do update
      set attempts = case when g.since < now() - interval '1 minute' then 1 else g.attempts + 1 end,
          since = case when g.since < now() - interval '1 minute' then now() else g.since end
      returning attempts
      """;

  // of two that bring the same code, the second waits for the row and finds the step spent
  private static final String SPEND =
      """
      insert into minibaas_auth.factor_guards as g (factor_id, attempts, since, last_step)
      values (?, 0, now(), ?)
      on conflict (factor_id) do update set last_step = excluded.last_step
      where g.last_step is null or g.last_step < excluded.last_step
      """;

  private final int attemptsPerMinute;

  FactorGuard(int attemptsPerMinute) {
    this.attemptsPerMinute = attemptsPerMinute;
  }

  /** Counts an attempt, in a transaction that commits however it ends. */
  boolean admits(Tx tx, UUID factorId) {
    int attempts = tx.first(COUNT, row -> row.getInt(1), factorId).orElseThrow();
    return attempts <= attemptsPerMinute;
  }

  static AuthFailure tooMany() {
    return AuthFailure.tooManyRequests(
        ErrorCode.OVER_REQUEST_RATE_LIMIT, "Too many attempts to verify this factor");
  }

  /** Whether the step's code was still unused; it no longer is, nor is any earlier one. */
  boolean spend(Tx tx, UUID factorId, long step) {
    return tx.change(SPEND, factorId, step) == 1;
  }
}
