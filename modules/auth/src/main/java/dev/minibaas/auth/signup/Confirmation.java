package dev.minibaas.auth.signup;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.OneTimeTokenStore;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The state of an address that has yet to be confirmed. */
final class Confirmation {
  private final Duration gap;
  private final int otpLength;
  private final Clock clock;
  private final UserStore users = new UserStore();
  private final OneTimeTokenStore tokens = new OneTimeTokenStore();

  Confirmation(AuthConfig config, Clock clock) {
    this.gap = config.mailFrequency();
    this.otpLength = config.otpLength();
    this.clock = clock;
  }

  /** Makes the code with which the user confirms; not twice within the setting's gap. */
  void ask(Tx tx, User user) {
    Instant sent = user.times().confirmationSent();
    if (sent != null && clock.instant().isBefore(sent.plus(gap))) {
      long left = Duration.between(clock.instant(), sent.plus(gap)).toSeconds() + 1;
      throw AuthFailure.tooManyRequests(
          ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT,
          "For security purposes, you can only request this after " + left + " seconds.");
    }
    OneTimeToken token = OneTimeToken.fresh(user.email(), otpLength);
    users.setConfirmation(tx, user.id(), token.hash());
    tokens.put(tx, user.id(), "confirmation_token", token.hash(), user.email());
  }

  /** What the answer would be if the account were new. */
  JsonObject asIfNew(NewUser user) {
    Instant now = clock.instant();
    return new User(
            user.id(),
            user.audience(),
            user.role(),
            user.email() == null ? "" : user.email(),
            "",
            "",
            "",
            "",
            false,
            false,
            user.appMetadata(),
            user.userMetadata(),
            new User.Times(
                now, now, null, null, null, null, now, null, null, null, null, null, null, null),
            List.of(),
            List.of())
        .json();
  }
}
