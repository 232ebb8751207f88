package dev.minibaas.auth.external;

import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;

/** Asks the owner of an address that a provider hasn't verified to confirm it. */
@FunctionalInterface
public interface ConfirmationMail {

  /**
   * @param redirectTo where the mail's link leads in the end
   */
  void ask(Tx tx, User user, String redirectTo);
}
