package dev.minibaas.auth.flow;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class VerifyRedirectTest {
  private final FlowFixture flows;

  VerifyRedirectTest(TestDatabase database) {
    this.flows = new FlowFixture(database, Map.of());
  }

  private String click(String hash, String type, String wished) {
    VerifyResource resource =
        new VerifyResource(
            flows.verification,
            new Redirects("http://localhost:3000", List.of("https://ok.example.org/**")),
            ANYBODY,
            new Referrer(wished, ""));
    return resource.location(Proof.ofLink(type, hash), type);
  }

  @Test
  void aClickEndsWithTheSessionInTheFragment() {
    flows.auth.newUser("click@example.org");
    String location =
        click(
            flows.lastMail("click@example.org").hash(),
            "signup",
            "https://ok.example.org/cb?x=1#f");

    assertThat(location)
        .matches(
            "https://ok\\.example\\.org/cb\\?x=1#access_token=[^&]+&expires_at=\\d+&expires_in=3600"
                + "&refresh_token=[a-z0-9]{12}&sb=&token_type=bearer&type=signup");
  }

  @Test
  void aBadLinkSaysSoWhereItLeads() {
    assertThat(click("nonsense", "signup", "https://evil.example/"))
        .isEqualTo(
            "http://localhost:3000#error=access_denied&error_code=otp_expired"
                + "&error_description=Email+link+is+invalid+or+has+expired&sb=");
    assertThat(click("pkce_nonsense", "recovery", "https://ok.example.org/cb?x=1"))
        .isEqualTo(
            "https://ok.example.org/cb?error=access_denied&error_code=otp_expired"
                + "&error_description=Email+link+is+invalid+or+has+expired"
                + "#error=access_denied&error_code=otp_expired"
                + "&error_description=Email+link+is+invalid+or+has+expired&sb=");
  }

  @Test
  void aFirstOfTwoClicksSaysThatAnotherIsNeeded() {
    JsonObject session = flows.confirmed("half@example.org");
    flows.update(session, "{'email':'half-new@example.org'}");

    assertThat(click(flows.lastMail("half@example.org").hash(), "email_change", ""))
        .startsWith("http://localhost:3000#message=Confirmation+link+accepted.")
        .endsWith("&sb=");
    assertThat(click(flows.lastMail("half-new@example.org").hash(), "email_change", ""))
        .startsWith("http://localhost:3000#access_token=");
  }

  @Test
  void withPkceThereIsACode() {
    flows.otp(
        "{'email':'click-pkce@example.org','code_challenge':'"
            + "a".repeat(43)
            + "','code_challenge_method':'plain'}");

    assertThat(
            click(
                flows.lastMail("click-pkce@example.org").hash(),
                "signup",
                "https://ok.example.org/cb?x=1"))
        .matches("https://ok\\.example\\.org/cb\\?x=1&code=[0-9a-f-]{36}");
  }

  @Test
  void theMailedLinkIsTheOneThatIsRead() {
    flows.auth.signup.signup(
        dev.minibaas.auth.AuthFixture.credentials("link@example.org", "correct horse"),
        ANYBODY,
        new Referrer("http://127.0.0.1:3000/a?b=c&d=e", ""));

    assertThat(flows.lastMail("link@example.org").link())
        .startsWith("http://localhost:8000/auth/v1/verify?token=")
        .endsWith("&type=signup&redirect_to=http%3A%2F%2F127.0.0.1%3A3000%2Fa%3Fb%3Dc%26d%3De");
  }
}
