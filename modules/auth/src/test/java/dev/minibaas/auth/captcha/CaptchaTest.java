package dev.minibaas.auth.captcha;

import static dev.minibaas.auth.AuthFixture.ADMIN;
import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.outbound.LocalServer;
import dev.minibaas.auth.outbound.LocalServer.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptchaTest {
  private static final String SOLVED = "{'gotrue_meta_security':{'captcha_token':'good&x=1'}}";

  private Answer answer = Answer.json("{'success':true}");
  private final LocalServer verifier = new LocalServer(asked -> answer);
  private final Captcha captcha = captcha(verifier.url());

  private static Captcha captcha(String url) {
    return new Captcha(
        AuthFixture.config(
            Map.of(
                "GOTRUE_SECURITY_CAPTCHA_ENABLED", "true",
                "GOTRUE_SECURITY_CAPTCHA_SECRET", "s3cret",
                "GOTRUE_SECURITY_CAPTCHA_TIMEOUT", "1",
                "AUTH_CAPTCHA_URL", url)));
  }

  @AfterEach
  void stop() {
    verifier.close();
  }

  @Test
  void aSolvedOneLetsIn() {
    captcha.check(body(SOLVED), ANYBODY);

    assertThat(verifier.asked().get(0).body())
        .isEqualTo("secret=s3cret&response=good%26x%3D1&remoteip=192.0.2.7");
    assertThat(verifier.asked().get(0).header("Content-Type"))
        .isEqualTo("application/x-www-form-urlencoded");
  }

  @Test
  void anotherDoesNot() {
    answer = Answer.json("{'success':false,'error-codes':['expired','x']}");

    assertRefused(400, ErrorCode.CAPTCHA_FAILED, () -> captcha.check(body(SOLVED), ANYBODY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'gotrue_meta_security':{}}",
        "{'gotrue_meta_security':{'captcha_token':''}}",
        "{'gotrue_meta_security':{'captcha_token':7}}"
      })
  void noneAtAllIsRefusedWithoutAsking(String json) {
    assertRefused(400, ErrorCode.CAPTCHA_FAILED, () -> captcha.check(body(json), ANYBODY));
    assertThat(verifier.asked()).isEmpty();
  }

  @Test
  void administratorsNeedNone() {
    captcha.check(body("{}"), ADMIN);
    new Captcha(AuthFixture.config(Map.of())).check(body("{}"), ANYBODY);

    assertThat(verifier.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "true"})
  void aVerifierThatSaysNonsenseLetsNobodyIn(String nonsense) {
    answer = Answer.of(200, "application/json", nonsense);

    assertRefused(500, ErrorCode.UNEXPECTED_FAILURE, () -> captcha.check(body(SOLVED), ANYBODY));
  }

  @Test
  void aRedirectionIsNotFollowed() {
    try (LocalServer other = new LocalServer(asked -> Answer.json("{'success':true}"))) {
      answer = new Answer(307, "application/json", "{}", Map.of("Location", other.url()));

      assertRefused(400, ErrorCode.CAPTCHA_FAILED, () -> captcha.check(body(SOLVED), ANYBODY));
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void aVerifierThatIsAwayLetsNobodyIn() {
    verifier.close();

    assertRefused(500, ErrorCode.UNEXPECTED_FAILURE, () -> captcha.check(body(SOLVED), ANYBODY));
  }
}
