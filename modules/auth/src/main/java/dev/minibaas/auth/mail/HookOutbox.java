package dev.minibaas.auth.mail;

import dev.minibaas.auth.entity.OutgoingMail;
import dev.minibaas.auth.hook.Hooks;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonObjectBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Keeps for the send_email hook what it will be told, in the same outbox and with the same care.
 */
public final class HookOutbox implements Mailer {
  private final Hooks hooks;
  private final String externalUrl;
  private final Clock clock;

  public HookOutbox(Hooks hooks, String externalUrl, Clock clock) {
    this.hooks = hooks;
    this.externalUrl = externalUrl;
    this.clock = clock;
  }

  @Override
  public UUID enqueue(Tx tx, MailKind kind, User user, MailContent content) {
    return keep(tx, user, content.recipient(), data(kind, content));
  }

  // one call for both; as in GoTrue, the hashes stand crosswise to the codes
  @Override
  public void enqueueBoth(Tx tx, User user, MailContent toCurrent, MailContent toNew) {
    JsonObjectBuilder data =
        data(MailKind.EMAIL_CHANGE_NEW, toNew)
            .add("token", toCurrent.code())
            .add("token_new", toNew.code())
            .add("token_hash_new", toCurrent.tokenHash());
    keep(tx, user, toNew.recipient(), data);
  }

  private JsonObjectBuilder data(MailKind kind, MailContent content) {
    return JsonValues.object()
        .add("token", content.code())
        .add("token_hash", content.tokenHash())
        .add("redirect_to", content.redirectTo())
        .add("email_action_type", kind.action())
        .add("site_url", externalUrl)
        .add("token_new", "")
        .add("token_hash_new", "");
  }

  private UUID keep(Tx tx, User user, String recipient, JsonObjectBuilder data) {
    OutgoingMail outgoing =
        new OutgoingMail(recipient, "", "", "", clock.instant().truncatedTo(ChronoUnit.MICROS));
    outgoing.setHook(hooks.mailPayload(user, data.build()));
    tx.entities().persist(outgoing);
    return outgoing.messageId();
  }
}
