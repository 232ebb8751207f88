package dev.minibaas.auth.flow;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.PASSWORD;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.pkce.PkceGrant;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class PkceTest {
  // RFC 7636, appendix B
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static final String BEGIN =
      "'code_challenge':'" + CHALLENGE + "','code_challenge_method':'s256'";

  private final TestDatabase database;
  private final FlowFixture flows;
  private final PkceGrant grant;

  PkceTest(TestDatabase database) {
    this.database = database;
    this.flows = new FlowFixture(database, Map.of());
    this.grant =
        new PkceGrant(
            flows.auth.config,
            flows.auth.transactions,
            flows.auth.sessions,
            flows.auth.seams.audit(),
            Clock.systemUTC());
  }

  private String click(String type, String recipient) {
    String hash = flows.lastMail(recipient).hash();
    assertThat(hash).startsWith("pkce_");
    return switch (flows.verification.get(Proof.ofLink(type, hash), ANYBODY)) {
      case Verification.Outcome.Code code -> code.code();
      case Verification.Outcome other -> throw new AssertionError(other);
    };
  }

  private JsonObject exchange(String code, String verifier) {
    return grant
        .exchange(
            body("{'auth_code':'%s','code_verifier':'%s'}".formatted(code, verifier)), ANYBODY)
        .json();
  }

  @Test
  void aSignupEndsWithTheClientThatBeganIt() {
    flows.auth.signup.signup(
        body("{'email':'pkce@example.org','password':'" + PASSWORD + "'," + BEGIN + "}"), ANYBODY);
    String code = click("signup", "pkce@example.org");

    assertRefused(400, ErrorCode.BAD_CODE_VERIFIER, () -> exchange(code, "x".repeat(43)));
    JsonObject session = exchange(code, VERIFIER);
    assertThat(session.getJsonObject("user").getString("email")).isEqualTo("pkce@example.org");
    assertThat(session).doesNotContainKey("provider_token");
    assertRefused(404, ErrorCode.FLOW_STATE_NOT_FOUND, () -> exchange(code, VERIFIER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"magiclink", "recovery"})
  void soDoTheOthers(String type) {
    String email = "pkce-" + type + "@example.org";
    flows.confirmed(email);
    String json = "{'email':'" + email + "'," + BEGIN + "}";
    if (type.equals("recovery")) {
      flows.recover(json);
    } else {
      flows.otp(json);
    }

    assertThat(exchange(click(type, email), VERIFIER)).containsKey("access_token");
    assertThat(
            database.query(
                """
                select c.authentication_method from auth.mfa_amr_claims c
                join auth.sessions s on s.id = c.session_id join auth.users u on u.id = s.user_id
                where u.email = '%s' order by c.created_at desc limit 1
                """
                    .formatted(email)))
        .containsExactly(type);
  }

  @Test
  void aChangeOfAddressToo() {
    JsonObject session = flows.confirmed("pkce-old@example.org");
    flows.update(session, "{'email':'pkce-new@example.org'," + BEGIN + "}");
    assertThat(
            flows.verification.get(
                Proof.ofLink("email_change", flows.lastMail("pkce-old@example.org").hash()),
                ANYBODY))
        .isInstanceOf(Verification.Outcome.HalfConfirmed.class);

    assertThat(exchange(click("email_change", "pkce-new@example.org"), VERIFIER))
        .containsKey("access_token");
  }

  @Test
  void theCodeItselfIsWorthASession() {
    flows.otp("{'email':'typed@example.org'," + BEGIN + "}");

    assertThat(
            flows.verifyCode(
                "email", "typed@example.org", flows.lastMail("typed@example.org").code()))
        .containsKey("access_token");
  }

  @Test
  void aPlainChallengeIsTheVerifier() {
    flows.otp(
        "{'email':'plain@example.org','code_challenge':'"
            + VERIFIER
            + "','code_challenge_method':'plain'}");

    assertThat(exchange(click("signup", "plain@example.org"), VERIFIER))
        .containsKey("access_token");
  }

  @Test
  void anOldCodeIsNone() {
    flows.otp("{'email':'old-code@example.org'," + BEGIN + "}");
    String code = click("signup", "old-code@example.org");
    database.execute(
        "update auth.flow_state set auth_code_issued_at = now() - interval '301 seconds'"
            + " where auth_code = '"
            + code
            + "'");

    assertRefused(422, ErrorCode.FLOW_STATE_EXPIRED, () -> exchange(code, VERIFIER));
  }

  @Test
  void aCodeIsGoodOnce() {
    flows.otp("{'email':'pkce-race@example.org'," + BEGIN + "}");
    String code = click("signup", "pkce-race@example.org");
    List<CompletableFuture<JsonObject>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        calls.add(CompletableFuture.supplyAsync(() -> exchange(code, VERIFIER), threads));
      }
    }

    assertThat(calls.stream().filter(call -> !call.isCompletedExceptionally())).hasSize(1);
  }

  @Test
  void nothingIsGivenForNothing() {
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> exchange("", VERIFIER));
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> exchange("x", ""));
    assertRefused(404, ErrorCode.FLOW_STATE_NOT_FOUND, () -> exchange("x or 1=1 --", VERIFIER));
  }
}
