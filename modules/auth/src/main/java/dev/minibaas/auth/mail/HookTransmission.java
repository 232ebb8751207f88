package dev.minibaas.auth.mail;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.hook.Hooks;

/** Gives to the hook what is for the hook, and the rest to the mail server. */
final class HookTransmission implements Transmission {
  private final Hooks hooks;
  private final Transmission others;

  HookTransmission(Hooks hooks, Transmission others) {
    this.hooks = hooks;
    this.others = others;
  }

  @Override
  public void send(OutboxStore.Due mail) {
    String payload = mail.hook();
    if (payload == null) {
      others.send(mail);
      return;
    }
    try {
      hooks.sendEmail(mail.id(), payload);
    } catch (AuthFailure e) {
      throw new Undelivered("send_email hook: " + e.getMessage(), false, e);
    }
  }

  @Override
  public void close() {
    others.close();
  }
}
