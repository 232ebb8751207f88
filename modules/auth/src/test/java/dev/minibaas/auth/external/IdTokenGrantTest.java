package dev.minibaas.auth.external;

import static dev.minibaas.auth.Refusals.assertRefused;
import static dev.minibaas.auth.external.ExternalFixture.acme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.OAuthFailure;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.provider.OidcServer;
import dev.minibaas.auth.provider.OidcServer.Person;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class IdTokenGrantTest {
  private static final Person ANN = new Person("s-ann-token", "ann-token@example.org", true);

  private final TestDatabase database;
  private final OidcServer server = new OidcServer();
  private final ExternalFixture external;

  IdTokenGrantTest(TestDatabase database) {
    this.database = database;
    this.external = new ExternalFixture(database, acme(server));
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  private SessionAnswer login(Object... fields) {
    return login(external, AuthFixture.ANYBODY, fields);
  }

  private static SessionAnswer login(ExternalFixture site, Call call, Object... fields) {
    var json = JsonValues.object();
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i + 1] instanceof Boolean flag) {
        json.add(String.valueOf(fields[i]), flag);
      } else {
        json.add(String.valueOf(fields[i]), String.valueOf(fields[i + 1]));
      }
    }
    return site.idTokenGrant.login(RequestBody.of(json.build().toString()), call);
  }

  private void assertRefusedAs(String error, String description, Object... fields) {
    assertThatThrownBy(() -> login(fields))
        .isInstanceOfSatisfying(
            OAuthFailure.class,
            failure -> {
              assertThat(failure.error()).isEqualTo(error);
              assertThat(failure.description()).isEqualTo(description);
            });
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aTokenSignsItsUserIn() {
    SessionAnswer session = login("provider", "acme", "id_token", server.idToken(ANN, null, null));

    assertThat(session.user().email()).isEqualTo("ann-token@example.org");
    assertThat(session.user().isEmailConfirmed()).isTrue();
    assertThat(AuthFixture.call(session.accessToken()).caller().claims().get("amr"))
        .asString()
        .contains("method=oauth");
  }

  @Test
  void theNonceIsTheHashOfWhatTheClientMadeUp() throws Exception {
    String token = server.idToken(ANN, sha256("made up"), null);

    assertThat(login("provider", "acme", "id_token", token, "nonce", "made up").accessToken())
        .isNotEmpty();
    assertRefusedAs(
        "invalid nonce",
        "Nonces mismatch",
        "provider",
        "acme",
        "id_token",
        token,
        "nonce",
        "another");
    String either = "Passed nonce and nonce in id_token should either both exist or not.";
    assertRefusedAs("invalid request", either, "provider", "acme", "id_token", token);
    assertRefusedAs(
        "invalid request",
        either,
        "provider",
        "acme",
        "id_token",
        server.idToken(ANN, null, null),
        "nonce",
        "made up");

    ExternalFixture lax =
        new ExternalFixture(
            database, acme(server, "GOTRUE_EXTERNAL_ACME_SKIP_NONCE_CHECK", "true"));
    assertThat(login(lax, AuthFixture.ANYBODY, "provider", "acme", "id_token", token).accessToken())
        .isNotEmpty();
  }

  @Test
  void anAccessTokenMustBeTheOneThatItCameWith() {
    String token = server.idToken(ANN, null, "access");

    assertThat(login("provider", "acme", "id_token", token, "access_token", "access").accessToken())
        .isNotEmpty();
    assertRefusedAs(
        "invalid request",
        "Bad ID token",
        "provider",
        "acme",
        "id_token",
        token,
        "access_token",
        "another");
  }

  @Test
  void forgedTokensAreRefused() {
    for (String signing : List.of("none", "HS256", "another key", "unknown key")) {
      server.signing = signing;
      assertRefusedAs(
          "invalid request",
          "Bad ID token",
          "provider",
          "acme",
          "id_token",
          server.idToken(ANN, null, null));
    }
    server.signing = "RS256";
    server.tokenIssuer = "https://accounts.google.com";
    assertRefusedAs(
        "invalid request",
        "Bad ID token",
        "provider",
        "acme",
        "id_token",
        server.idToken(ANN, null, null));
    server.tokenIssuer = "";
    server.expiry = Instant.now().minusSeconds(61);
    assertRefusedAs(
        "invalid request",
        "Bad ID token",
        "provider",
        "acme",
        "id_token",
        server.idToken(ANN, null, null));
    assertRefusedAs(
        "invalid request", "Bad ID token", "provider", "acme", "id_token", "no.token.at all");
  }

  @Test
  void tokensForOthersAreRefused() {
    server.audience = List.of("another client");

    assertRefusedAs(
        "invalid request",
        "Unacceptable audience in id_token",
        "provider",
        "acme",
        "id_token",
        server.idToken(ANN, null, null));
    ExternalFixture more =
        new ExternalFixture(
            database, acme(server, "GOTRUE_EXTERNAL_ACME_CLIENT_ID", "minibaas, another client"));
    assertThat(
            login(
                    more,
                    AuthFixture.ANYBODY,
                    "provider",
                    "acme",
                    "id_token",
                    server.idToken(ANN, null, null))
                .accessToken())
        .isNotEmpty();
  }

  @Test
  void onlyNamedProvidersAndAllowedIssuersCount() {
    String token = server.idToken(ANN, null, null);

    assertRefused(
        400, ErrorCode.VALIDATION_FAILED, () -> login("provider", "other", "id_token", token));
    assertRefused(
        400, ErrorCode.VALIDATION_FAILED, () -> login("provider", "github", "id_token", token));
    assertRefused(
        400, ErrorCode.PROVIDER_DISABLED, () -> login("provider", "google", "id_token", token));
    assertThat(
            login("issuer", server.issuer(), "client_id", OidcServer.CLIENT, "id_token", token)
                .accessToken())
        .isNotEmpty();

    ExternalFixture strange = new ExternalFixture(database, Map.of());
    assertRefused(
        400,
        ErrorCode.VALIDATION_FAILED,
        () ->
            login(
                strange,
                AuthFixture.ANYBODY,
                "issuer",
                server.issuer(),
                "client_id",
                OidcServer.CLIENT,
                "id_token",
                token));
    ExternalFixture allowing =
        new ExternalFixture(
            database, Map.of("GOTRUE_EXTERNAL_ALLOWED_ID_TOKEN_ISSUERS", server.issuer()));
    assertThat(
            login(
                    allowing,
                    AuthFixture.ANYBODY,
                    "issuer",
                    server.issuer(),
                    "client_id",
                    OidcServer.CLIENT,
                    "id_token",
                    token)
                .accessToken())
        .isNotEmpty();
  }

  @Test
  void callsWithoutWhatTheyNeedSaySo() {
    assertRefusedAs("invalid request", "id_token required", "provider", "acme");
    assertRefusedAs(
        "invalid request",
        "provider or client_id and issuer required",
        "id_token",
        "x",
        "issuer",
        "y");
    assertRefused(
        400,
        ErrorCode.VALIDATION_FAILED,
        () -> login("provider", "acme", "id_token", "x".repeat(40_000)));
    assertRefused(400, ErrorCode.BAD_JSON, () -> login("provider", "acme", "id_token", true));
  }

  @Test
  void anUnverifiedAddressDoesNotSignIn() {
    assertRefused(
        422,
        ErrorCode.PROVIDER_EMAIL_NEEDS_VERIFICATION,
        () ->
            login(
                "provider",
                "acme",
                "id_token",
                server.idToken(
                    new Person("s-unverified", "unverified-token@example.org", false),
                    null,
                    null)));
  }

  @Test
  void anIdentityIsLinkedToWhoIsSignedIn() {
    SessionAnswer ann = login("provider", "acme", "id_token", server.idToken(ANN, null, null));
    Call call = AuthFixture.call(ann.accessToken());
    String token =
        server.idToken(new Person("s-second", "second-token@example.org", true), null, null);

    SessionAnswer linked =
        login(external, call, "provider", "acme", "id_token", token, "link_identity", true);
    assertThat(linked.user().id()).isEqualTo(ann.user().id());
    assertThat(Objects.requireNonNull(linked.user()).identities()).hasSize(2);
    assertRefused(
        403,
        ErrorCode.BAD_JWT,
        () -> login("provider", "acme", "id_token", token, "link_identity", true));
    assertRefused(
        422,
        ErrorCode.IDENTITY_ALREADY_EXISTS,
        () -> login(external, call, "provider", "acme", "id_token", token, "link_identity", true));
  }
}
