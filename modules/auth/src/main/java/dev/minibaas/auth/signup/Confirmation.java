package dev.minibaas.auth.signup;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The state of an address that has yet to be confirmed. */
final class Confirmation {
  private final OneTimeTokens tokens;
  private final Clock clock;

  Confirmation(AuthConfig config, Clock clock) {
    this.tokens = new OneTimeTokens(config.otpLength(), config.mailFrequency(), clock);
    this.clock = clock;
  }

  /** Makes the code with which the user confirms; not twice within the setting's gap. */
  void ask(Tx tx, User user) {
    tokens.refuseTooSoon(user.times().confirmationSent(), ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT);
    tokens.issue(tx, user.id(), OneTimeTokenType.CONFIRMATION_TOKEN, user.email(), false);
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
