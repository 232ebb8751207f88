package dev.minibaas.auth.factor;

import dev.minibaas.auth.user.User;

/** Brings a code to a phone; what does it is a hook or a provider. */
@FunctionalInterface
public interface SmsSender {

  /**
   * A message on its way.
   *
   * @param text with the code in it
   * @param channel {@code sms} or {@code whatsapp}
   */
  record Sms(String phone, String text, String code, String channel) {

    /** The code stays out of logs. */
    @Override
    public String toString() {
      return "Sms[to " + phone + "]";
    }
  }

  /** Returns when the message was taken; an AuthFailure when it wasn't. */
  void send(User user, Sms sms);
}
