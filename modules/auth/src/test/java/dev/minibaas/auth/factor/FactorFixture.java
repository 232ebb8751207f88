package dev.minibaas.auth.factor;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.webauthn.SoftAuthenticator;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Second factors over a test's database, with a clock that the test moves. */
final class FactorFixture {
  final AuthFixture auth;
  final Enrolment enrolment;
  final Challenges challenges;
  final FactorVerification verification;
  final Unenrolment unenrolment;
  final List<Text> sent = new ArrayList<>();

  /** A message as it was handed over. */
  record Text(String phone, String code, String type) {}

  boolean sendingFails;
  private Duration offset = Duration.ZERO;

  FactorFixture(TestDatabase database, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("GOTRUE_MFA_PHONE_ENROLL_ENABLED", "true");
    all.putIfAbsent("GOTRUE_MFA_PHONE_VERIFY_ENABLED", "true");
    all.putIfAbsent("GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED", "true");
    all.putIfAbsent("GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED", "true");
    all.putIfAbsent("GOTRUE_SITE_URL", SoftAuthenticator.ORIGIN);
    all.putIfAbsent("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", "true");
    this.auth = new AuthFixture(database, all);
    FactorConfig config = auth.config.factors();
    InstantSource source = () -> Instant.now().plus(offset);
    Clock clock = source.withZone(ZoneOffset.UTC);
    this.enrolment = new Enrolment(config, "https://app.example.org/", auth.transactions);
    Seams seams =
        new Seams(
            auth.seams.audit(),
            auth.seams.mailer(),
            (user, phone, code, type, origin) -> {
              if (sendingFails) {
                throw new IllegalStateException("no network");
              }
              sent.add(new Text(phone, code, type));
            },
            auth.seams.hooks());
    this.challenges = new Challenges(auth.config, auth.transactions, seams, clock);
    this.verification =
        new FactorVerification(auth.config, auth.transactions, auth.sessions, seams, clock);
    this.unenrolment = new Unenrolment(auth.transactions);
  }

  void later(Duration duration) {
    offset = offset.plus(duration);
  }

  static Call from(Call call, String address) {
    return new Call(
        call.caller(), call.authorized(), call.audience(), new Origin(address, "JUnit"));
  }

  static Call bearing(JsonObject session) {
    return AuthFixture.call(session.getString("access_token"));
  }

  static Call bearing(SessionAnswer session) {
    return AuthFixture.call(session.accessToken());
  }

  JsonObject enroll(Call call, String json) {
    return enrolment.enroll(AuthFixture.body(json), auth.bearers.of(call), call);
  }

  JsonObject enrollTotp(Call call, String name) {
    return enroll(call, "{'factor_type':'totp','friendly_name':'" + name + "'}");
  }

  JsonObject challenge(Call call, JsonObject factor) {
    return challenges.challenge(
        factor.getString("id"), AuthFixture.body("{}"), auth.bearers.of(call), call);
  }

  SessionAnswer verify(Call call, JsonObject factor, JsonObject challenge, String code) {
    return verify(
        call,
        factor,
        AuthFixture.body(
            "{'challenge_id':'%s','code':'%s'}".formatted(challenge.getString("id"), code)));
  }

  SessionAnswer verify(Call call, JsonObject factor, RequestBody body) {
    return verification.verify(factor.getString("id"), body, auth.bearers.of(call), call);
  }

  /** The code of now, or of some steps later, as the user's app shows it. */
  String code(JsonObject factor, int steps) {
    byte[] secret = Base32.decode(factor.getJsonObject("totp").getString("secret"));
    return Totp.code(secret, Totp.stepOf(Instant.now().plus(offset)) + steps, Totp.DIGITS);
  }

  /** A code that is none of those that count now. */
  String wrongCode(JsonObject factor) {
    return code(factor, 1000);
  }

  SessionAnswer prove(Call call, JsonObject factor, int steps) {
    return verify(call, factor, challenge(call, factor), code(factor, steps));
  }

  void unenroll(Call call, JsonObject factor) {
    unenrolment.unenroll(factor.getString("id"), auth.bearers.of(call), call);
  }
}
