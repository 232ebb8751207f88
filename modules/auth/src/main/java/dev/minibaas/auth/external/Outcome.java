package dev.minibaas.auth.external;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.user.User;
import org.jspecify.annotations.Nullable;

/**
 * How an admission ended; what was written stays in any case.
 *
 * @param isNew whether the account was made for it
 * @param refusal why the visitor isn't let in yet; null when it is
 */
record Outcome(User user, boolean isNew, @Nullable AuthFailure refusal) {
  static Outcome in(User user) {
    return new Outcome(user, false, null);
  }

  static Outcome out(User user, AuthFailure refusal) {
    return new Outcome(user, false, refusal);
  }

  Outcome ofNewAccount() {
    return new Outcome(user, true, refusal);
  }
}
