package dev.minibaas.auth.factor;

import static dev.minibaas.auth.Refusals.assertRefused;
import static dev.minibaas.auth.factor.FactorFixture.bearing;
import static dev.minibaas.auth.factor.FactorFixture.from;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class TotpFactorTest {
  private final TestDatabase database;
  private final FactorFixture mfa;

  TotpFactorTest(TestDatabase database) {
    this.database = database;
    this.mfa = new FactorFixture(database, Map.of());
  }

  private Call newUser(String email) {
    return bearing(mfa.auth.newUser(email));
  }

  private String statusOf(JsonObject factor) {
    List<String> rows =
        database.query(
            "select status from auth.mfa_factors where id = '" + factor.getString("id") + "'");
    return rows.isEmpty() ? "gone" : rows.get(0);
  }

  private static Object aal(SessionAnswer session) {
    return Objects.requireNonNull(bearing(session).caller().claims().get("aal"));
  }

  @Test
  void anEnrolledFactorShowsItsSecretInEveryForm() {
    JsonObject factor = mfa.enrollTotp(newUser("enrol@example.org"), "drawer");

    assertThat(factor.getString("type")).isEqualTo("totp");
    assertThat(factor.getString("friendly_name")).isEqualTo("drawer");
    JsonObject totp = factor.getJsonObject("totp");
    assertThat(totp.getString("uri"))
        .startsWith("otpauth://totp/app.example.org:enrol%40example.org?")
        .contains("secret=" + totp.getString("secret"));
    assertThat(totp.getString("qr_code")).startsWith("<svg ");
    assertThat(statusOf(factor)).isEqualTo("unverified");
  }

  @Test
  void theRightCodeRaisesTheSession() {
    Call call = newUser("raise@example.org");
    JsonObject factor = mfa.enrollTotp(call, "");
    JsonObject challenge = mfa.challenge(call, factor);
    assertThat(challenge.getString("type")).isEqualTo("totp");
    assertThat(challenge.getJsonNumber("expires_at").longValue()).isPositive();

    SessionAnswer session = mfa.verify(call, factor, challenge, mfa.code(factor, 0));

    assertThat(aal(session)).isEqualTo("aal2");
    assertThat(bearing(session).caller().claims().get("amr"))
        .asString()
        .contains("method=totp", "method=password");
    assertThat(statusOf(factor)).isEqualTo("verified");
    assertThat(session.json().getJsonObject("user").getJsonArray("factors")).hasSize(1);
    assertThat(mfa.auth.refresh(session.refreshToken()).getString("access_token")).isNotEmpty();
  }

  @Test
  void theUsersLowerSessionsEnd() {
    Call call = newUser("lower@example.org");
    JsonObject other = mfa.auth.login("lower@example.org");

    mfa.prove(call, mfa.enrollTotp(call, ""), 0);

    assertRefused(403, ErrorCode.SESSION_NOT_FOUND, () -> mfa.auth.bearers.of(bearing(other)));
  }

  @Test
  void aCodeWorksOnceAndNoneBeforeItAfterwards() {
    Call call = newUser("replay@example.org");
    JsonObject factor = mfa.enrollTotp(call, "");
    String before = mfa.code(factor, -1);
    String used = mfa.code(factor, 0);
    Call raised = bearing(mfa.verify(call, factor, mfa.challenge(call, factor), used));

    assertRefused(
        422,
        ErrorCode.MFA_VERIFICATION_FAILED,
        () -> mfa.verify(raised, factor, mfa.challenge(raised, factor), used));
    assertRefused(
        422,
        ErrorCode.MFA_VERIFICATION_FAILED,
        () -> mfa.verify(raised, factor, mfa.challenge(raised, factor), before));
    assertThat(aal(mfa.prove(raised, factor, 1))).isEqualTo("aal2");
  }

  @Test
  void ofManyWhoBringOneCodeAtTheSameTimeOneSucceeds() throws Exception {
    Call call = newUser("race@example.org");
    JsonObject factor = mfa.enrollTotp(call, "");
    List<JsonObject> asked =
        List.of(
            mfa.challenge(call, factor),
            mfa.challenge(call, factor),
            mfa.challenge(call, factor),
            mfa.challenge(call, factor));
    String code = mfa.code(factor, 0);
    List<Callable<String>> attempts =
        asked.stream()
            .<Callable<String>>map(challenge -> () -> outcome(call, factor, challenge, code))
            .toList();
    try (var threads = Executors.newFixedThreadPool(attempts.size())) {
      List<String> outcomes = threads.invokeAll(attempts).stream().map(Future::resultNow).toList();

      assertThat(outcomes).containsOnlyOnce("in");
      assertThat(outcomes).filteredOn("mfa_verification_failed"::equals).hasSize(3);
    }
  }

  private String outcome(Call call, JsonObject factor, JsonObject challenge, String code) {
    try {
      mfa.verify(call, factor, challenge, code);
      return "in";
    } catch (AuthFailure refusal) {
      return refusal.code().wire();
    }
  }

  @Test
  void aChallengeIsAnsweredOnce() {
    Call call = newUser("once@example.org");
    JsonObject factor = mfa.enrollTotp(call, "");
    JsonObject challenge = mfa.challenge(call, factor);
    Call raised = bearing(mfa.verify(call, factor, challenge, mfa.code(factor, 0)));

    assertRefused(
        422,
        ErrorCode.MFA_IP_ADDRESS_MISMATCH,
        () -> mfa.verify(raised, factor, challenge, mfa.code(factor, 1)));
  }

  @Test
  void aChallengeIsAnsweredFromWhereItWasAsked() {
    Call call = newUser("place@example.org");
    JsonObject factor = mfa.enrollTotp(call, "");
    JsonObject challenge = mfa.challenge(call, factor);

    assertRefused(
        422,
        ErrorCode.MFA_IP_ADDRESS_MISMATCH,
        () -> mfa.verify(from(call, "192.0.2.8"), factor, challenge, mfa.code(factor, 0)));
    assertThat(statusOf(factor)).isEqualTo("unverified");
  }

  @Test
  void oneAddressHasManyForms() {
    Call call = from(newUser("v6@example.org"), "2001:db8:0:0::1");
    JsonObject factor = mfa.enrollTotp(call, "");
    JsonObject challenge = mfa.challenge(call, factor);

    assertThat(aal(mfa.verify(from(call, "2001:DB8::1"), factor, challenge, mfa.code(factor, 0))))
        .isEqualTo("aal2");
  }

  @Test
  void aChallengeExpires() {
    Call call = newUser("expiry@example.org");
    JsonObject factor = mfa.enrollTotp(call, "");
    JsonObject challenge = mfa.challenge(call, factor);
    mfa.later(Duration.ofSeconds(301));

    assertRefused(
        422,
        ErrorCode.MFA_CHALLENGE_EXPIRED,
        () -> mfa.verify(call, factor, challenge, mfa.code(factor, 0)));
    assertRefused(
        422,
        ErrorCode.MFA_FACTOR_NOT_FOUND,
        () -> mfa.verify(call, factor, challenge, mfa.code(factor, 0)));
  }

  @Test
  void wrongCodesAreRefusedAndTheFactorIsGuarded() {
    FactorFixture guarded =
        new FactorFixture(database, Map.of("GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY", "3"));
    Call call = newUser("guess@example.org");
    JsonObject factor = guarded.enrollTotp(call, "");
    JsonObject challenge = guarded.challenge(call, factor);
    for (int i = 0; i < 3; i++) {
      assertRefused(
          422,
          ErrorCode.MFA_VERIFICATION_FAILED,
          () -> guarded.verify(call, factor, challenge, guarded.wrongCode(factor)));
    }

    assertRefused(
        429,
        ErrorCode.OVER_REQUEST_RATE_LIMIT,
        () -> guarded.verify(call, factor, challenge, guarded.code(factor, 0)));
    assertThat(statusOf(factor)).isEqualTo("unverified");

    database.execute(
        "update minibaas_auth.factor_guards set since = since - interval '61 seconds'");
    assertThat(aal(guarded.verify(call, factor, challenge, guarded.code(factor, 0))))
        .isEqualTo("aal2");
  }

  @Test
  void nobodyTouchesAnothersFactor() {
    Call ann = newUser("ann-mfa@example.org");
    Call bob = newUser("bob-mfa@example.org");
    JsonObject factor = mfa.enrollTotp(ann, "");
    JsonObject challenge = mfa.challenge(ann, factor);
    JsonObject own = mfa.enrollTotp(bob, "");

    assertRefused(404, ErrorCode.MFA_FACTOR_NOT_FOUND, () -> mfa.challenge(bob, factor));
    assertRefused(
        404,
        ErrorCode.MFA_FACTOR_NOT_FOUND,
        () -> mfa.verify(bob, factor, challenge, mfa.code(factor, 0)));
    assertRefused(404, ErrorCode.MFA_FACTOR_NOT_FOUND, () -> mfa.unenroll(bob, factor));
    assertRefused(
        422,
        ErrorCode.MFA_FACTOR_NOT_FOUND,
        () -> mfa.verify(bob, own, challenge, mfa.code(own, 0)));
    assertThat(
            database.query(
                "select attempts from minibaas_auth.factor_guards g"
                    + " where factor_id = '"
                    + factor.getString("id")
                    + "'"))
        .isEmpty();
    assertThat(statusOf(factor)).isEqualTo("unverified");
  }

  @Test
  void aSecondFactorNeedsTheFirst() {
    Call call = newUser("second@example.org");
    JsonObject factor = mfa.enrollTotp(call, "one");
    Call raised = bearing(mfa.prove(call, factor, 0));
    Call low = bearing(mfa.auth.login("second@example.org"));

    assertRefused(403, ErrorCode.INSUFFICIENT_AAL, () -> mfa.enrollTotp(low, "two"));
    assertThat(mfa.enrollTotp(raised, "two").getString("type")).isEqualTo("totp");
  }

  @Test
  void namesAreUniqueAndEmptyIsAName() {
    Call call = newUser("names@example.org");
    mfa.enrollTotp(call, "one");
    mfa.enrollTotp(call, "");

    assertRefused(422, ErrorCode.MFA_FACTOR_NAME_CONFLICT, () -> mfa.enrollTotp(call, "one"));
    assertRefused(422, ErrorCode.MFA_FACTOR_NAME_CONFLICT, () -> mfa.enrollTotp(call, ""));
    assertRefused(
        422, ErrorCode.MFA_FACTOR_NAME_CONFLICT, () -> mfa.enroll(call, "{'factor_type':'totp'}"));
  }

  @Test
  void factorsAreLimited() {
    FactorFixture limited =
        new FactorFixture(database, Map.of("GOTRUE_MFA_MAX_ENROLLED_FACTORS", "2"));
    Call call = newUser("limits@example.org");
    limited.enrollTotp(call, "one");
    limited.enrollTotp(call, "two");

    assertRefused(
        422, ErrorCode.TOO_MANY_ENROLLED_MFA_FACTORS, () -> limited.enrollTotp(call, "three"));

    FactorFixture few = new FactorFixture(database, Map.of("GOTRUE_MFA_MAX_VERIFIED_FACTORS", "1"));
    Call other = newUser("verified-limits@example.org");
    Call raised = bearing(few.prove(other, few.enrollTotp(other, "one"), 0));
    assertRefused(
        422, ErrorCode.TOO_MANY_ENROLLED_MFA_FACTORS, () -> few.enrollTotp(raised, "two"));
  }

  @Test
  void verifyingOneRemovesTheUnverifiedOfItsType() {
    Call call = newUser("unverified@example.org");
    JsonObject left = mfa.enrollTotp(call, "left");
    JsonObject phone = mfa.enroll(call, "{'factor_type':'phone','phone':'+15550100'}");
    JsonObject factor = mfa.enrollTotp(call, "kept");
    mfa.prove(call, factor, 0);

    assertThat(statusOf(left)).isEqualTo("gone");
    assertThat(statusOf(phone)).isEqualTo("unverified");
    assertThat(statusOf(factor)).isEqualTo("verified");
  }

  @Test
  void anUnverifiedFactorThatNobodyProvesMakesRoom() {
    Call call = newUser("stale@example.org");
    JsonObject stale = mfa.enrollTotp(call, "mine");
    database.execute(
        "update auth.mfa_factors set created_at = now() - interval '6 minutes' where id = '"
            + stale.getString("id")
            + "'");

    mfa.enrollTotp(call, "mine");
    assertThat(statusOf(stale)).isEqualTo("gone");
  }

  @Test
  void aVerifiedFactorIsRemovedAtAal2AndItsSessionsFall() {
    Call call = newUser("remove@example.org");
    JsonObject factor = mfa.enrollTotp(call, "");
    SessionAnswer session = mfa.prove(call, factor, 0);
    Call low = bearing(mfa.auth.login("remove@example.org"));

    assertRefused(422, ErrorCode.INSUFFICIENT_AAL, () -> mfa.unenroll(low, factor));
    assertThat(statusOf(factor)).isEqualTo("verified");

    mfa.unenroll(bearing(session), factor);
    assertThat(statusOf(factor)).isEqualTo("gone");
    Call after =
        AuthFixture.call(mfa.auth.refresh(session.refreshToken()).getString("access_token"));
    assertThat(after.caller().claims()).containsEntry("aal", "aal1");
    assertThat(after.caller().claims().get("amr"))
        .asString()
        .contains("method=password")
        .doesNotContain("totp");
  }

  @Test
  void aHookRejectsAndEndsTheSessions() {
    Call call = newUser("hook@example.org");
    JsonObject factor = mfa.enrollTotp(call, "");
    JsonObject challenge = mfa.challenge(call, factor);
    database.execute(
        """
        create function public.rejecting(event jsonb) returns jsonb language sql as
          $f$ select '{"decision": "reject", "message": "too often"}'::jsonb $f$;
        grant usage on schema public to minibaas_auth;
        grant execute on function public.rejecting(jsonb) to minibaas_auth
        """);
    FactorFixture strict =
        new FactorFixture(
            database,
            Map.of(
                "GOTRUE_HOOK_MFA_VERIFICATION_ATTEMPT_ENABLED",
                "true",
                "GOTRUE_HOOK_MFA_VERIFICATION_ATTEMPT_URI",
                "pg-functions://postgres/public/rejecting"));

    assertRefused(
        403,
        ErrorCode.MFA_VERIFICATION_REJECTED,
        () -> strict.verify(call, factor, challenge, mfa.code(factor, 0)));
    assertRefused(403, ErrorCode.SESSION_NOT_FOUND, () -> mfa.auth.bearers.of(call));
    assertThat(statusOf(factor)).isEqualTo("unverified");
  }

  @Test
  void anonymousUsersHaveNone() {
    Call call = bearing(mfa.auth.signup.signup(AuthFixture.body("{}"), AuthFixture.ANYBODY));

    assertRefused(403, ErrorCode.NO_AUTHORIZATION, () -> mfa.enrollTotp(call, ""));
  }

  @Test
  void whatIsSwitchedOffSaysSo() {
    Call call = newUser("off@example.org");
    JsonObject factor = mfa.enrollTotp(call, "");
    FactorFixture off =
        new FactorFixture(
            database,
            Map.of(
                "GOTRUE_MFA_TOTP_ENROLL_ENABLED", "false",
                "GOTRUE_MFA_TOTP_VERIFY_ENABLED", "false",
                "GOTRUE_MFA_PHONE_ENROLL_ENABLED", "false",
                "GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED", "false"));

    assertRefused(422, ErrorCode.MFA_TOTP_ENROLL_NOT_ENABLED, () -> off.enrollTotp(call, "x"));
    assertRefused(422, ErrorCode.MFA_TOTP_VERIFY_NOT_ENABLED, () -> off.challenge(call, factor));
    assertRefused(
        422,
        ErrorCode.MFA_PHONE_ENROLL_NOT_ENABLED,
        () -> off.enroll(call, "{'factor_type':'phone'}"));
    assertRefused(
        422,
        ErrorCode.MFA_WEBAUTHN_ENROLL_NOT_ENABLED,
        () -> off.enroll(call, "{'factor_type':'webauthn'}"));
  }

  @Test
  void badInputWritesNothing() {
    Call call = newUser("bad-mfa@example.org");
    JsonObject factor = mfa.enrollTotp(call, "");
    JsonObject challenge = mfa.challenge(call, factor);
    String long256 = "n".repeat(256);
    String before = database.query("select count(*) from auth.mfa_factors").get(0);

    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> mfa.enroll(call, "{}"));
    assertRefused(
        400, ErrorCode.VALIDATION_FAILED, () -> mfa.enroll(call, "{'factor_type':'TOTP'}"));
    assertRefused(400, ErrorCode.BAD_JSON, () -> mfa.enroll(call, "{'factor_type':1}"));
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> mfa.enrollTotp(call, long256));
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> mfa.enrollTotp(call, "a\\u0007b"));
    assertRefused(
        400,
        ErrorCode.VALIDATION_FAILED,
        () -> mfa.enroll(call, "{'factor_type':'totp','issuer':'" + long256 + "'}"));
    assertRefused(
        404,
        ErrorCode.VALIDATION_FAILED,
        () ->
            mfa.challenges.challenge(
                "no-uuid", AuthFixture.body("{}"), mfa.auth.bearers.of(call), call));
    assertRefused(
        400,
        ErrorCode.VALIDATION_FAILED,
        () -> mfa.verify(call, factor, AuthFixture.body("{'code':'123456'}")));
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> mfa.verify(call, factor, challenge, ""));
    assertRefused(
        422,
        ErrorCode.MFA_VERIFICATION_FAILED,
        () -> mfa.verify(call, factor, challenge, "1' or '1'='1".replace('\'', '`')));
    assertThat(database.query("select count(*) from auth.mfa_factors")).containsExactly(before);
  }
}
