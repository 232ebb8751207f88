package dev.minibaas.auth.signup;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.flow.CodeMessages;
import dev.minibaas.auth.flow.NewAccounts;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.util.Optional;

/** Signing up with a number: confirmed by a message, unless that is switched off. */
final class SignupByPhone {
  private final Transactions transactions;
  private final Sessions sessions;
  private final Seams seams;
  private final CodeMessages messages;
  private final NewAccounts accounts;
  private final boolean autoconfirm;
  private final UserStore users = new UserStore();

  SignupByPhone(
      AuthConfig config, Transactions transactions, Sessions sessions, Seams seams, Clock clock) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.seams = seams;
    this.messages = new CodeMessages(config, seams.texts(), clock);
    this.accounts = new NewAccounts(config, clock);
    this.autoconfirm = config.flows().phone().autoconfirm();
  }

  /** How it ended: the answer, and what is yet to be sent. */
  private record Outcome(JsonObject answer, Optional<CodeMessages.Message> message, User user) {}

  void requireEnabled() {
    messages.requireEnabled();
  }

  JsonObject signup(SignupForm form, String passwordHash, Call call) {
    NewUser user = accounts.ofPhone(form.phone(), passwordHash, form.data(), call.audience());
    Optional<User> known =
        transactions.read(tx -> users.byPhone(tx, form.phone(), call.audience()));
    if (known.isPresent()) {
      return again(known.get(), user, call);
    }
    seams.hooks().beforeUserCreated(accounts.preview(user), call.origin());
    Outcome outcome = transactions.in(tx -> created(tx, user, call));
    outcome.message().ifPresent(message -> messages.send(message, call.origin()));
    seams.hooks().afterUserCreated(outcome.user(), call.origin());
    return outcome.answer();
  }

  private Outcome created(Tx tx, NewUser user, Call call) {
    if (!accounts.insert(tx, user)) {
      throw Signup.taken();
    }
    User written = Metadata.bounded(users.existing(tx, user.id()));
    if (autoconfirm) {
      users.confirmPhone(tx, user.id());
      seams.audit().record(tx, Action.USER_SIGNED_UP, written, call.origin());
      var answer = sessions.start(tx, user.id(), "password", call.origin());
      return new Outcome(answer.json(), Optional.empty(), answer.user());
    }
    CodeMessages.Message message = messages.confirmation(tx, written);
    seams.audit().record(tx, Action.USER_CONFIRMATION_REQUESTED, written, call.origin());
    User asked = users.existing(tx, user.id());
    return new Outcome(asked.json(), Optional.of(message), asked);
  }

  private JsonObject again(User known, NewUser user, Call call) {
    if (known.isPhoneConfirmed()) {
      if (autoconfirm) {
        throw Signup.taken();
      }
      transactions.in(tx -> {
        seams.audit().record(tx, Action.USER_REPEATED_SIGNUP, known, call.origin());
        return known;
      });
      // as if it were new
      return JsonValues.object(accounts.preview(user).json())
          .add("identities", JsonValue.EMPTY_JSON_ARRAY)
          .build();
    }
    CodeMessages.Message message =
        transactions.in(tx -> {
          seams.audit().record(tx, Action.USER_CONFIRMATION_REQUESTED, known, call.origin());
          return messages.confirmation(tx, known);
        });
    messages.send(message, call.origin());
    return transactions.read(tx -> users.existing(tx, known.id())).json();
  }
}
