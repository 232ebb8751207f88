package dev.minibaas.auth.passkey;

import static dev.minibaas.auth.Refusals.assertRefused;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class PasskeyInputTest {
  private final PasskeySite site;

  PasskeyInputTest(TestDatabase database) {
    this.site = new PasskeySite(database, Map.of());
  }

  private Call newUser(String email) {
    return AuthFixture.call(site.auth.newUser(email).getString("access_token"));
  }

  private static void assertUnverified(Runnable call) {
    assertRefused(400, ErrorCode.WEBAUTHN_VERIFICATION_FAILED, call::run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'id':1,'rawId':[],'response':'x','type':{}}",
        "{'id':'AA','rawId':'AA','type':'public-key','response':{}}",
        "{'id':'AA','rawId':'AA','type':'public-key','response':null}",
        "{'id':'!!','rawId':'!!','type':'public-key','response':{'clientDataJSON':'!!',"
            + "'attestationObject':'!!','authenticatorData':'!!','signature':'!!'}}",
        "{'id':'AA','rawId':'AA','type':'public-key','response':{'clientDataJSON':'e30',"
            + "'attestationObject':'oA','authenticatorData':'AA','signature':'AA'}}",
        "{'id':'AA','rawId':'AA','type':'password','response':{'clientDataJSON':'bnVsbA',"
            + "'attestationObject':'9g','authenticatorData':'','signature':''}}"
      })
  void whatIsNoCredentialIsRefused(String json) {
    Call call = newUser("garbage-" + UUID.randomUUID() + "@example.org");
    JsonObject credential = JsonValues.read(json.replace('\'', '"')).asJsonObject();
    JsonObject options = site.registration.options(site.auth.bearers.of(call));
    JsonObject asked = site.signIn.options();

    assertUnverified(() -> site.verify(call, options, credential));
    assertUnverified(() -> site.signIn(asked, credential));
  }

  @Test
  void badCallsAreRefused() {
    Call call = newUser("bad-passkey@example.org");
    for (String json :
        List.of(
            "{}",
            "{'challenge_id':'x','credential':{}}",
            "{'challenge_id':'" + UUID.randomUUID() + "'}")) {
      assertRefused(
          400, ErrorCode.VALIDATION_FAILED, () -> site.signIn.verify(AuthFixture.body(json), call));
    }
    assertRefused(
        400,
        ErrorCode.BAD_JSON,
        () ->
            site.signIn.verify(
                AuthFixture.body(
                    "{'challenge_id':'" + UUID.randomUUID() + "','credential':'text'}"),
                call));
    assertRefused(
        400,
        ErrorCode.WEBAUTHN_CHALLENGE_NOT_FOUND,
        () ->
            site.signIn.verify(
                AuthFixture.body("{'challenge_id':'" + UUID.randomUUID() + "','credential':{}}"),
                call));
  }
}
