package dev.minibaas.auth.flow;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.Phone;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Asking for a code by message. */
public final class PhoneCodes {
  private static final Set<String> CHANNELS = Set.of("", "sms", "whatsapp");

  private final AuthConfig config;
  private final Transactions transactions;
  private final Seams seams;
  private final CodeMessages messages;
  private final NewAccounts accounts;
  private final UserStore users = new UserStore();

  public PhoneCodes(AuthConfig config, Transactions transactions, Seams seams, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.seams = seams;
    this.messages = new CodeMessages(config, seams.texts(), clock);
    this.accounts = new NewAccounts(config, clock);
  }

  /** {@code POST /otp} with a number; somebody who is unknown is signed up, if that is wished. */
  void signIn(RequestBody body, boolean create, Call call) {
    messages.requireEnabled();
    if (!CHANNELS.contains(body.text("channel"))) {
      throw AuthFailure.invalid("Invalid channel, supported values are 'sms' or 'whatsapp'");
    }
    String phone = Phone.validated(body.text("phone"));
    JsonObject data = body.objectOrNull("data");
    Optional<User> known = transactions.read(tx -> users.byPhone(tx, phone, call.audience()));
    if (known.isEmpty()) {
      signUp(phone, data == null ? JsonValue.EMPTY_JSON_OBJECT : data, create, call);
    } else {
      resend(known.get(), call);
    }
  }

  private void signUp(String phone, JsonObject data, boolean create, Call call) {
    if (!create) {
      throw AuthFailure.unprocessable(ErrorCode.OTP_DISABLED, "Signups not allowed for otp");
    }
    if (config.signup().disabled()) {
      throw AuthFailure.unprocessable(
          ErrorCode.SIGNUP_DISABLED, "Signups not allowed for this instance");
    }
    NewUser user = accounts.ofPhone(phone, null, data, call.audience());
    User preview = Metadata.bounded(accounts.preview(user));
    seams.hooks().beforeUserCreated(preview, call.origin());
    CodeMessages.Message message =
        transactions.in(tx -> {
          if (!accounts.insert(tx, user)) {
            throw AuthFailure.conflict("Another request signed up with this number, try again");
          }
          User written = users.existing(tx, user.id());
          seams.audit().record(tx, Action.USER_CONFIRMATION_REQUESTED, written, call.origin());
          return messages.confirmation(tx, written);
        });
    messages.send(message, call.origin());
    seams.hooks().afterUserCreated(message.user(), call.origin());
  }

  /** Another code for somebody who is known. */
  private void resend(User user, Call call) {
    CodeMessages.Message message =
        transactions.in(tx -> {
          User locked = users.lock(tx, user.id()).orElse(user);
          seams.audit().record(tx, Action.USER_RECOVERY_REQUESTED, locked, call.origin());
          return messages.confirmation(tx, locked);
        });
    messages.send(message, call.origin());
  }

  /** {@code POST /resend} with a number; nothing when there is nothing to send again. */
  void resend(String type, String number, Call call) {
    if (!messages.isEnabled()) {
      throw AuthFailure.badRequest(ErrorCode.PHONE_PROVIDER_DISABLED, "Phone logins are disabled");
    }
    String phone = Phone.validated(number);
    Optional<CodeMessages.Message> message =
        transactions.in(tx ->
            users.byPhone(tx, phone, call.audience()).flatMap(user -> again(tx, type, user, call)));
    message.ifPresent(sent -> messages.send(sent, call.origin()));
  }

  private Optional<CodeMessages.Message> again(Tx tx, String type, User user, Call call) {
    boolean change = type.equals("phone_change");
    if (change ? user.newPhone().isEmpty() : user.isPhoneConfirmed()) {
      return Optional.empty();
    }
    seams.audit().record(tx, Action.USER_RECOVERY_REQUESTED, user, call.origin());
    return Optional.of(
        change ? messages.phoneChange(tx, user, user.newPhone()) : messages.confirmation(tx, user));
  }
}
