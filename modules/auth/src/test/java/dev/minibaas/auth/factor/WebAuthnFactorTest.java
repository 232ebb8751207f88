package dev.minibaas.auth.factor;

import static dev.minibaas.auth.Refusals.assertRefused;
import static dev.minibaas.auth.factor.FactorFixture.bearing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.webauthn.SoftAuthenticator;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class WebAuthnFactorTest {
  private final TestDatabase database;
  private final FactorFixture mfa;

  WebAuthnFactorTest(TestDatabase database) {
    this.database = database;
    this.mfa = new FactorFixture(database, Map.of());
  }

  private Call newUser(String email) {
    return bearing(mfa.auth.newUser(email));
  }

  private JsonObject enroll(Call call, String name) {
    return mfa.enroll(call, "{'factor_type':'webauthn','friendly_name':'" + name + "'}");
  }

  private static JsonObject options(JsonObject challenge) {
    return challenge
        .getJsonObject("webauthn")
        .getJsonObject("credential_options")
        .getJsonObject("publicKey");
  }

  /** As auth-js sends it. */
  private static RequestBody answer(JsonObject challenge, String type, JsonObject response) {
    return RequestBody.of(
        JsonValues.object()
            .add("challenge_id", challenge.getString("id"))
            .add(
                "webauthn",
                JsonValues.object()
                    .add("type", type)
                    .add("rpId", SoftAuthenticator.RP_ID)
                    .add("rpOrigins", JsonValues.array().add(SoftAuthenticator.ORIGIN))
                    .add("credential_response", response))
            .build()
            .toString());
  }

  private SessionAnswer create(Call call, JsonObject factor, SoftAuthenticator key) {
    JsonObject challenge = mfa.challenge(call, factor);
    assertThat(challenge.getJsonObject("webauthn").getString("type")).isEqualTo("create");
    return mfa.verify(call, factor, answer(challenge, "create", key.create(options(challenge))));
  }

  private SessionAnswer request(Call call, JsonObject factor, SoftAuthenticator key) {
    JsonObject challenge = mfa.challenge(call, factor);
    assertThat(challenge.getJsonObject("webauthn").getString("type")).isEqualTo("request");
    return mfa.verify(call, factor, answer(challenge, "request", key.get(options(challenge))));
  }

  @Test
  void aKeyIsCreatedAndThenProved() {
    Call call = newUser("key@example.org");
    JsonObject factor = enroll(call, "key");
    SoftAuthenticator key = new SoftAuthenticator();

    SessionAnswer created = create(call, factor, key);
    assertThat(bearing(created).caller().claims()).containsEntry("aal", "aal2");
    assertThat(bearing(created).caller().claims().get("amr")).asString().contains("mfa/webauthn");

    Call low = bearing(mfa.auth.login("key@example.org"));
    SessionAnswer proved = request(low, factor, key);
    assertThat(bearing(proved).caller().claims()).containsEntry("aal", "aal2");
    assertThat(
            database.query(
                "select web_authn_credential -> 'authenticator' ->> 'signCount'"
                    + " from auth.mfa_factors where id = '"
                    + factor.getString("id")
                    + "'"))
        .containsExactly("1");
  }

  @Test
  void anotherKeyOriginOrCounterProvesNothing() {
    Call call = newUser("wrong-key@example.org");
    JsonObject factor = enroll(call, "key");
    SoftAuthenticator key = new SoftAuthenticator();
    SoftAuthenticator stranger = new SoftAuthenticator();
    stranger.origin = "https://evil.example.org";
    assertRefused(422, ErrorCode.MFA_VERIFICATION_FAILED, () -> create(call, factor, stranger));
    create(call, factor, key);
    Call low = bearing(mfa.auth.login("wrong-key@example.org"));

    stranger.origin = SoftAuthenticator.ORIGIN;
    assertRefused(422, ErrorCode.MFA_VERIFICATION_FAILED, () -> request(low, factor, stranger));
    stranger.credentialId = key.credentialId;
    assertRefused(422, ErrorCode.MFA_VERIFICATION_FAILED, () -> request(low, factor, stranger));
    key.counter = 7;
    request(low, factor, key);
    key.counter = 3;
    assertRefused(422, ErrorCode.MFA_VERIFICATION_FAILED, () -> request(low, factor, key));
  }

  @Test
  void oneKeyIsOneFactor() {
    Call call = newUser("one-key@example.org");
    SoftAuthenticator key = new SoftAuthenticator();
    Call raised = bearing(create(call, enroll(call, "one"), key));
    JsonObject second = enroll(raised, "two");

    assertThat(options(mfa.challenge(raised, second)).getJsonArray("excludeCredentials"))
        .hasSize(1);
    assertRefused(422, ErrorCode.MFA_VERIFICATION_FAILED, () -> create(raised, second, key));
  }

  @Test
  void answersOfTheWrongShapeAreRefused() {
    Call call = newUser("shape@example.org");
    JsonObject factor = enroll(call, "key");
    JsonObject challenge = mfa.challenge(call, factor);
    String id = challenge.getString("id");
    for (String webauthn :
        new String[] {
          "null",
          "{}",
          "{'type':'other'}",
          "{'type':1}",
          "{'type':'create'}",
          "{'type':'create','credential_response':'x'}",
          "{'type':'request','credential_response':{}}"
        }) {
      assertRefused(
          400,
          ErrorCode.VALIDATION_FAILED,
          () ->
              mfa.verify(
                  call,
                  factor,
                  AuthFixture.body("{'challenge_id':'" + id + "','webauthn':" + webauthn + "}")));
    }
    assertRefused(
        422,
        ErrorCode.MFA_VERIFICATION_FAILED,
        () -> mfa.verify(call, factor, answer(challenge, "create", JsonValues.object().build())));
  }
}
