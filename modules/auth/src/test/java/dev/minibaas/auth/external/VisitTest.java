package dev.minibaas.auth.external;

import static dev.minibaas.auth.Refusals.assertRefused;
import static dev.minibaas.auth.external.ExternalFixture.CHALLENGE;
import static dev.minibaas.auth.external.ExternalFixture.SITE;
import static dev.minibaas.auth.external.ExternalFixture.acme;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.external.ExternalFixture.Landed;
import dev.minibaas.auth.provider.GithubServer;
import dev.minibaas.auth.provider.OidcServer;
import dev.minibaas.auth.provider.OidcServer.Person;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Going to a provider and coming back. */
@ExtendWith(PostgresExtension.class)
class VisitTest {
  private final TestDatabase database;
  private final OidcServer server = new OidcServer();
  private final ExternalFixture external;

  VisitTest(TestDatabase database) {
    this.database = database;
    this.external = new ExternalFixture(database, acme(server));
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  private static Person person(String email) {
    return new Person("sub-" + email, email, true);
  }

  private String userCount() {
    return database.query("select count(*) from auth.users").get(0);
  }

  private void assertRefusedVisit(String error) {
    String before = userCount();
    Landed landed = external.visit(server, person(UUID.randomUUID() + "@example.org"));
    assertThat(landed.error()).isEqualTo(error);
    assertThat(landed.page()).isEqualTo(SITE);
    assertThat(landed.fragment()).doesNotContainKey("access_token");
    assertThat(userCount()).isEqualTo(before);
  }

  @Test
  void theUserIsSentWithAllThatBindsTheVisit() {
    String address =
        external.begin(
            Map.of(
                "scopes", "calendar,email",
                "login_hint", "ann@example.org",
                "apikey", "public-key",
                "client_id", "forged",
                "redirect_uri", "https://evil.example.org",
                "response_mode", "web_message",
                "state", "forged"));
    Map<String, String> query = OidcServer.form(URI.create(address).getRawQuery());

    assertThat(address).startsWith(server.issuer() + "/authorize?tenant=1&");
    assertThat(query)
        .containsEntry("client_id", OidcServer.CLIENT)
        .containsEntry("redirect_uri", "http://localhost:8000/auth/v1/callback")
        .containsEntry("response_type", "code")
        .containsEntry("scope", "openid email profile calendar")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("login_hint", "ann@example.org")
        .doesNotContainKeys("apikey", "response_mode", "redirect_to", "provider");
    assertThat(UUID.fromString(query.get("state"))).isNotNull();
    assertThat(query.get("nonce")).hasSize(43);
    assertThat(query.get("code_challenge")).hasSize(43);
  }

  @Test
  void aClientWithoutChallengeGetsTheSessionInTheFragment() {
    Landed landed = external.visit(server, person("implicit@example.org"));

    assertThat(server.errors).isEmpty();
    assertThat(landed.page()).isEqualTo(SITE);
    assertThat(landed.query()).isEmpty();
    assertThat(landed.fragment())
        .containsKeys("access_token", "refresh_token", "expires_in", "expires_at", "sb")
        .containsEntry("token_type", "bearer")
        .containsKeys("provider_token", "provider_refresh_token");
    assertThat(landed.bearing().caller().claims().get("amr")).asString().contains("method=oauth");
    var user = external.auth.bearers.of(landed.bearing()).user();
    assertThat(user.email()).isEqualTo("implicit@example.org");
    assertThat(user.isEmailConfirmed()).isTrue();
    assertThat(user.appMetadata().getString("provider")).isEqualTo("acme");
    assertThat(user.userMetadata().getString("full_name")).isEqualTo("Ann Example");
    assertThat(user.identities())
        .singleElement()
        .satisfies(identity -> {
          assertThat(identity.provider()).isEqualTo("acme");
          assertThat(identity.providerId()).isEqualTo("sub-implicit@example.org");
          assertThat(identity.data().getString("iss")).isEqualTo(server.issuer());
        });
    assertThat(
            database.query(
                "select count(*) from auth.flow_state where provider_type = 'acme'"
                    + " and created_at > now() - interval '1 minute' and referrer is null"))
        .containsExactly("0");
  }

  @Test
  void aClientWithAChallengeGetsACodeInTheQuery() {
    String address =
        external.begin(
            Map.of(
                "redirect_to",
                SITE + "/welcome?tab=1",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "s256"));
    Landed landed = external.land(server.approve(address, person("pkce@example.org")));

    assertThat(landed.page()).isEqualTo(SITE + "/welcome");
    assertThat(landed.query()).containsEntry("tab", "1").containsKey("code");
    assertThat(landed.fragment()).isEmpty();
    assertThat(
            database.query(
                """
                select u.email || ' ' || f.code_challenge || ' ' || f.authentication_method
                  || ' ' || (f.auth_code_issued_at is not null)
                  || ' ' || (f.provider_access_token <> '') || ' ' || f.provider_type
                from auth.flow_state f join auth.users u on u.id = f.user_id
                where f.auth_code = '%s'
                """
                    .formatted(landed.query().get("code"))))
        .containsExactly("pkce@example.org " + CHALLENGE + " oauth true true acme");
  }

  @Test
  void theSameIdentityIsTheSameUser() {
    Landed first = external.visit(server, person("again@example.org"));
    Landed second = external.visit(server, person("again@example.org"));

    assertThat(second.bearing().caller().subject()).isEqualTo(first.bearing().caller().subject());
  }

  @Test
  void ofManyWhoComeWithOneNewIdentityAllGetIntoOneAccount() throws Exception {
    Callable<String> visit =
        () ->
            String.valueOf(
                external.visit(server, person("crowd@example.org")).bearing().caller().subject());
    try (var threads = Executors.newFixedThreadPool(4)) {
      assertThat(
              threads.invokeAll(List.of(visit, visit, visit, visit)).stream()
                  .map(Future::resultNow)
                  .distinct())
          .hasSize(1);
    }
  }

  @Test
  void aStateWorksOnce() {
    Map<String, String> parameters =
        server.approve(external.begin(Map.of()), person("replay@example.org"));
    assertThat(external.land(parameters).fragment()).containsKey("access_token");

    Landed again = external.land(parameters);
    assertThat(again.error()).isEqualTo("invalid_request bad_oauth_state");
    assertThat(again.fragment()).doesNotContainKey("access_token");
  }

  @Test
  void aStateThatFailedIsSpentToo() {
    Map<String, String> parameters =
        server.approve(external.begin(Map.of()), person("spent@example.org"));
    server.tokenStatus = 500;
    assertThat(external.land(parameters).error()).isEqualTo("server_error unexpected_failure");
    server.tokenStatus = 200;
    assertThat(external.land(parameters).error()).isEqualTo("invalid_request bad_oauth_state");
  }

  @Test
  void aStateExpires() {
    Map<String, String> parameters =
        server.approve(external.begin(Map.of()), person("late@example.org"));
    external.offset = Duration.ofSeconds(301);

    assertThat(external.land(parameters).error()).isEqualTo("invalid_request bad_oauth_state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-uuid", "00000000-0000-0000-0000-000000000001", "' or true --"})
  void aForgedStateIsNone(String state) {
    assertThat(external.land(Map.of("state", state, "code", "x")).error())
        .isEqualTo("invalid_request bad_oauth_state");
  }

  @Test
  void callbacksWithoutWhatTheyNeedSaySo() {
    assertThat(external.land(Map.of()).error()).isEqualTo("invalid_request bad_oauth_callback");
    String state = OidcServer.form(URI.create(external.begin(Map.of())).getRawQuery()).get("state");
    assertThat(external.land(Map.of("state", state)).error())
        .isEqualTo("invalid_request bad_oauth_callback");
  }

  @Test
  void whatTheProviderRefusesIsPassedOn() {
    String state =
        OidcServer.form(
                URI.create(external.begin(Map.of("redirect_to", SITE + "/x"))).getRawQuery())
            .get("state");
    Landed landed =
        external.land(
            Map.of(
                "state", state,
                "error", "access_denied",
                "error_description", "no\r\nLocation: https://evil.example.org"));

    assertThat(landed.page()).isEqualTo(SITE + "/x");
    assertThat(landed.query())
        .containsEntry("error", "access_denied")
        .containsEntry("error_description", "no  Location: https://evil.example.org");
    assertThat(landed.fragment()).containsEntry("error", "access_denied");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.org",
        "https://app.example.org@evil.example.org",
        "https://app.example.org.evil.org",
        "//evil.example.org",
        "javascript:alert(1)",
        "https://evil.example.org\\@app.example.org"
      })
  void foreignPagesAreNotLedTo(String redirectTo) {
    Map<String, String> parameters =
        server.approve(
            external.begin(Map.of("redirect_to", redirectTo)),
            person(UUID.randomUUID() + "@example.org"));

    assertThat(external.land(parameters).page()).isEqualTo(SITE);
  }

  @Test
  void aTokenOfAnotherIssuerIsNotBelieved() {
    server.tokenIssuer = "https://accounts.google.com";
    assertRefusedVisit("server_error unexpected_failure");
  }

  @Test
  void aTokenForAnotherAudienceIsNotBelieved() {
    server.audience = List.of("another client");
    assertRefusedVisit("server_error unexpected_failure");
    server.audience = List.of(OidcServer.CLIENT, "another client");
    server.authorizedParty = "another client";
    assertRefusedVisit("server_error unexpected_failure");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "another key", "unknown key"})
  void aTokenThatTheIssuerHasNotSignedIsNotBelieved(String signing) {
    server.signing = signing;
    assertRefusedVisit("server_error unexpected_failure");
  }

  @Test
  void unknownKeysAreNotAskedForAtThePaceOfForgers() {
    server.signing = "unknown key";
    for (int i = 0; i < 5; i++) {
      assertRefusedVisit("server_error unexpected_failure");
    }
    assertThat(server.keyRequests).hasValue(1);
  }

  @Test
  void keysThatRotateAreFound() {
    server.jwks = "{\"keys\":[]}";
    assertRefusedVisit("server_error unexpected_failure");
    server.jwks = null;
    external.offset = Duration.ofSeconds(31);
    assertThat(external.visit(server, person("rotated@example.org")).fragment())
        .containsKey("access_token");
  }

  @Test
  void aTokenOutOfItsTimeIsNotBelieved() {
    server.expiry = Instant.now().minusSeconds(120);
    assertRefusedVisit("server_error unexpected_failure");
    server.expiry = Instant.now().plusSeconds(600);
    server.issuedAt = Instant.now().plusSeconds(300);
    assertRefusedVisit("server_error unexpected_failure");
  }

  @Test
  void aTokenOfAnotherVisitIsNotBelieved() {
    server.nonce = "nonce-of-another-visit";
    assertRefusedVisit("server_error unexpected_failure");
  }

  @Test
  void aCodeOfAnotherVisitIsNotTaken() {
    String mine = external.begin(Map.of());
    String other = external.begin(Map.of());
    Map<String, String> stolen = new HashMap<>(server.approve(other, person("v@example.org")));
    stolen.put("state", server.approve(mine, person("m@example.org")).get("state"));

    assertThat(external.land(stolen).error()).isEqualTo("server_error unexpected_failure");
    assertThat(server.errors).containsExactly("code_verifier");
  }

  @Test
  void aHugeAnswerIsNotRead() {
    server.hugeToken = true;
    assertRefusedVisit("server_error unexpected_failure");
  }

  @Test
  void aProviderThatHangsIsGivenUp() {
    server.slowToken = true;
    assertRefusedVisit("server_error unexpected_failure");
    server.slowToken = false;
    server.drippingToken = true;
    assertRefusedVisit("server_error unexpected_failure");
  }

  @Test
  void aProviderThatRedirectsOurCallsIsNotFollowed() {
    try (OidcServer foreign = new OidcServer()) {
      server.redirectTokenTo = foreign.issuer() + "/token";
      assertRefusedVisit("server_error unexpected_failure");
      assertThat(foreign.errors).isEmpty();
    }
  }

  @Test
  void aDiscoveryDocumentOfAnotherIssuerIsNotBelieved() {
    server.discoveryIssuer = "https://accounts.google.com";

    assertRefused(500, ErrorCode.UNEXPECTED_FAILURE, () -> external.begin(Map.of()));
  }

  @Test
  void userinfoIsAskedWhereTheTokenHasNoAddressAndBelievedOfTheSameUserOnly() {
    server.emailInUserinfoOnly = true;
    assertThat(
            external
                .auth
                .bearers
                .of(external.visit(server, person("info@example.org")).bearing())
                .user()
                .email())
        .isEqualTo("info@example.org");
    server.userinfoSubject = "somebody else";
    assertRefusedVisit("server_error unexpected_failure");
  }

  @Test
  void aProviderMayWantTheSecretInTheForm() {
    server.secretInForm = true;

    assertThat(external.visit(server, person("form@example.org")).fragment())
        .containsKey("access_token");
  }

  @Test
  void badQueriesBeginNothing() {
    List<String> before = database.query("select count(*) from auth.flow_state");
    for (Map<String, String> query :
        List.of(
            Map.of("provider", ""),
            Map.of("provider", "unknown"),
            Map.of("provider", "google"),
            Map.of("provider", "x' or '1'='1"),
            Map.of("code_challenge", CHALLENGE),
            Map.of("code_challenge_method", "s256"),
            Map.of("code_challenge", CHALLENGE, "code_challenge_method", "md5"),
            Map.of("code_challenge", "short", "code_challenge_method", "s256"),
            Map.of("prompt", "a\u0000b"),
            Map.of("prompt", "p".repeat(2000)))) {
      assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> external.begin(query));
    }
    assertRefused(
        404, ErrorCode.USER_NOT_FOUND, () -> external.begin(Map.of("invite_token", "none")));
    assertThat(database.query("select count(*) from auth.flow_state")).isEqualTo(before);
  }

  @Test
  void githubUsersComeWithTheirMainAddress() {
    try (GithubServer github = new GithubServer()) {
      ExternalFixture own =
          new ExternalFixture(
              database,
              Map.of(
                  "GOTRUE_EXTERNAL_GITHUB_ENABLED",
                  "true",
                  "GOTRUE_EXTERNAL_GITHUB_CLIENT_ID",
                  OidcServer.CLIENT,
                  "GOTRUE_EXTERNAL_GITHUB_SECRET",
                  "secret",
                  "GOTRUE_EXTERNAL_GITHUB_URL",
                  github.url()));
      String address = own.begin(Map.of("provider", "github"));
      assertThat(address).startsWith(github.url() + "/login/oauth/authorize?");
      Landed landed = own.land(server.approve(address, person("unused")));

      var user = own.auth.bearers.of(landed.bearing()).user();
      assertThat(user.email()).isEqualTo("octo@example.org");
      assertThat(user.userMetadata().getString("user_name")).isEqualTo("octocat");
      assertThat(user.identities().get(0).providerId()).isEqualTo("583231");
      assertThat(landed.fragment()).containsEntry("provider_token", "gho_1");

      github.tokenAnswer = "{\"error\":\"bad_verification_code\"}";
      assertThat(
              own.land(server.approve(own.begin(Map.of("provider", "github")), person("unused")))
                  .error())
          .isEqualTo("server_error unexpected_failure");
    }
  }
}
