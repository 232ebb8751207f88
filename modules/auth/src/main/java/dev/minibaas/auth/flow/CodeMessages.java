package dev.minibaas.auth.flow;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.FlowsConfig;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.hook.SmsSender;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import java.time.Clock;

/** Codes to phones, made inside a transaction, sent after its commit. */
public final class CodeMessages {
  private final OneTimeTokens tokens;
  private final SmsSender sender;
  private final boolean enabled;

  public CodeMessages(AuthConfig config, SmsSender sender, Clock clock) {
    FlowsConfig.Phone phone = config.flows().phone();
    this.tokens = new OneTimeTokens(phone.otpLength(), phone.gap(), clock);
    this.sender = sender;
    this.enabled = phone.enabled();
  }

  /** A message that waits for its transaction's commit. */
  public record Message(User user, String phone, String code, String type) {
    @Override
    public String toString() {
      return "Message[" + type + "]";
    }
  }

  public void requireEnabled() {
    if (!enabled) {
      throw AuthFailure.badRequest(ErrorCode.PHONE_PROVIDER_DISABLED, "Unsupported phone provider");
    }
  }

  public boolean isEnabled() {
    return enabled;
  }

  /** A code with which the user signs in or confirms its number. */
  public Message confirmation(Tx tx, User user) {
    tokens.refuseTooSoon(user.times().confirmationSent(), ErrorCode.OVER_SMS_SEND_RATE_LIMIT);
    return issue(tx, user, OneTimeTokenType.CONFIRMATION_TOKEN, user.phone(), "sms");
  }

  /** A code to the number that the user wishes for. */
  public Message phoneChange(Tx tx, User user, String wished) {
    tokens.refuseTooSoon(user.times().phoneChangeSent(), ErrorCode.OVER_SMS_SEND_RATE_LIMIT);
    return issue(tx, user, OneTimeTokenType.PHONE_CHANGE_TOKEN, wished, "phone_change");
  }

  public Message reauthentication(Tx tx, User user) {
    tokens.refuseTooSoon(user.times().reauthenticationSent(), ErrorCode.OVER_SMS_SEND_RATE_LIMIT);
    return issue(
        tx, user, OneTimeTokenType.REAUTHENTICATION_TOKEN, user.phone(), "reauthentication");
  }

  public void send(Message message, Origin origin) {
    sender.send(message.user(), message.phone(), message.code(), message.type(), origin);
  }

  private Message issue(Tx tx, User user, OneTimeTokenType use, String phone, String type) {
    String code = tokens.issue(tx, user.id(), use, phone, false).code();
    return new Message(user, phone, code, type);
  }
}
