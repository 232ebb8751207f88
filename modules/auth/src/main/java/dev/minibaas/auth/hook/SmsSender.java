package dev.minibaas.auth.hook;

import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.user.User;

/** Brings a code to a phone. Not inside a transaction. */
@FunctionalInterface
public interface SmsSender {

  /**
   * Returns when the message was taken; an AuthFailure when it wasn't.
   *
   * @param type what it is for: sms, phone_change, reauthentication or mfa
   */
  void send(User user, String phone, String code, String type, Origin origin);
}
