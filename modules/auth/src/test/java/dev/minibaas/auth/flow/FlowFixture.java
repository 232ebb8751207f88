package dev.minibaas.auth.flow;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.body;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The flows by mail over a test's database; mails are read where they wait. */
final class FlowFixture {
  private static final Pattern LINK = Pattern.compile("http\\S+/verify\\?token=([^&\\s]+)\\S*");
  private static final Pattern CODE = Pattern.compile("(?m)^(\\d{6,10})$");

  final TestDatabase database;
  final AuthFixture auth;
  final AskedMails asked;
  final PhoneCodes phones;
  final RequestedMails requested;
  final Verification verification;
  final Reauthentication reauthentication;

  FlowFixture(TestDatabase database, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("GOTRUE_MAILER_AUTOCONFIRM", "false");
    all.putIfAbsent("GOTRUE_SMTP_MAX_FREQUENCY", "0");
    all.putIfAbsent("GOTRUE_SMS_MAX_FREQUENCY", "0");
    all.putIfAbsent("AUTH_PASSWORD_WAITING", "99");
    Clock clock = Clock.systemUTC();
    this.database = database;
    this.auth = new AuthFixture(database, all);
    this.asked = new AskedMails(auth.config, auth.transactions, auth.seams, clock);
    this.phones = new PhoneCodes(auth.config, auth.transactions, auth.seams, clock);
    this.requested = new RequestedMails(auth.config, auth.transactions, auth.seams, clock);
    this.verification =
        new Verification(auth.config, auth.transactions, auth.sessions, auth.seams, clock);
    this.reauthentication = new Reauthentication(auth.config, auth.transactions, auth.seams, clock);
  }

  /** A mail that waits. */
  record Mail(String subject, String text) {
    String code() {
      Matcher code = CODE.matcher(text);
      return code.find() ? code.group(1) : "";
    }

    String hash() {
      Matcher link = LINK.matcher(text);
      return link.find() ? link.group(1) : "";
    }

    String link() {
      Matcher link = LINK.matcher(text);
      return link.find() ? link.group() : "";
    }
  }

  /** What was asked for is done. */
  void work() {
    requested.run(() -> true);
  }

  List<Mail> mails(String recipient) {
    return database
        .query(
            """
            select json_build_object('s', subject, 't', text_body)
            from minibaas_auth.mail_outbox where recipient = '%s' order by created_at, subject
            """
                .formatted(recipient))
        .stream()
        .map(json -> JsonValues.read(json).asJsonObject())
        .map(json -> new Mail(json.getString("s"), json.getString("t")))
        .toList();
  }

  Mail lastMail(String recipient) {
    List<Mail> mails = mails(recipient);
    return mails.get(mails.size() - 1);
  }

  void otp(String json) {
    asked.magicLink(body(json), true, ANYBODY, Referrer.NONE);
    work();
  }

  void recover(String json) {
    asked.recover(body(json), ANYBODY, Referrer.NONE);
    work();
  }

  JsonObject verify(String json) {
    return switch (verification.post(body(json), ANYBODY)) {
      case Verification.Outcome.SignedIn signedIn -> signedIn.answer().json();
      case Verification.Outcome.HalfConfirmed half -> JsonValues.object().add("half", true).build();
      case Verification.Outcome.Code code -> throw new AssertionError("a code");
    };
  }

  JsonObject verifyCode(String type, String email, String code) {
    return verify("{'type':'%s','email':'%s','token':'%s'}".formatted(type, email, code));
  }

  JsonObject verifyHash(String type, String hash) {
    return verify("{'type':'%s','token_hash':'%s'}".formatted(type, hash));
  }

  /** Signs up and confirms. */
  JsonObject confirmed(String email) {
    auth.newUser(email);
    return verifyCode("signup", email, lastMail(email).code());
  }

  Call bearing(JsonObject session) {
    return AuthFixture.call(session.getString("access_token"));
  }

  JsonObject update(JsonObject session, String json) {
    Call call = bearing(session);
    return auth.userUpdate.update(body(json), auth.bearers.of(call), call).json();
  }

  String column(String expression, String email) {
    return database
        .query("select " + expression + " from auth.users where email = '" + email + "'")
        .get(0);
  }

  List<String> actions(String email) {
    return database.query(
        """
        select payload ->> 'action' from auth.audit_log_entries
        where payload ->> 'actor_username' = '%s' order by created_at
        """
            .formatted(email));
  }
}
