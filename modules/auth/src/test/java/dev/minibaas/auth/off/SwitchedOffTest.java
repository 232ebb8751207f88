package dev.minibaas.auth.off;

import static dev.minibaas.auth.AuthFixture.ADMIN;
import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AboutResource;
import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.admin.AdminUsers;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SwitchedOffTest {
  private final AuthFixture auth;
  private final AdminUsers users;

  SwitchedOffTest(TestDatabase database) {
    this.auth = new AuthFixture(database);
    this.users =
        new AdminUsers(
            auth.config, auth.transactions, auth.passwords, auth.seams.audit(), Clock.systemUTC());
  }

  @Test
  void samlIsDisabled() {
    SsoResource sso = new SsoResource();

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(sso::signOn, sso::metadata, sso::assertion)) {
      assertRefused(404, ErrorCode.SAML_PROVIDER_DISABLED, call);
    }
  }

  @Test
  void administratorsSeeNoProviders() {
    SsoProvidersResource providers = new SsoProvidersResource(users, ADMIN);

    assertThat(providers.list()).isEqualTo("{\"items\":[]}");
    assertRefused(404, ErrorCode.SAML_PROVIDER_DISABLED, providers::create);
    assertRefused(404, ErrorCode.SSO_PROVIDER_NOT_FOUND, providers::get);
    assertRefused(404, ErrorCode.SSO_PROVIDER_NOT_FOUND, providers::update);
    assertRefused(404, ErrorCode.SSO_PROVIDER_NOT_FOUND, providers::delete);
    assertRefused(404, ErrorCode.FEATURE_DISABLED, new OauthClientsResource(users, ADMIN)::get);
    assertRefused(404, ErrorCode.FEATURE_DISABLED, new CustomProvidersResource(users, ADMIN)::post);
  }

  @Test
  void nobodyElseIsToldSo() {
    assertRefused(403, ErrorCode.NOT_ADMIN, new SsoProvidersResource(users, ANYBODY)::list);
    assertRefused(403, ErrorCode.NOT_ADMIN, new OauthClientsResource(users, ANYBODY)::delete);
    assertRefused(403, ErrorCode.NOT_ADMIN, new CustomProvidersResource(users, ANYBODY)::put);
    assertRefused(403, ErrorCode.BAD_JWT, new GrantsResource(auth.bearers, ANYBODY)::get);
  }

  @Test
  void theOauthServerIsDisabled() {
    Call call = AuthFixture.call(auth.newUser("grants@example.org").getString("access_token"));

    assertRefused(404, ErrorCode.FEATURE_DISABLED, new GrantsResource(auth.bearers, call)::get);
    assertRefused(404, ErrorCode.FEATURE_DISABLED, new OauthServerResource()::post);
  }

  @Test
  void web3IsDisabledOnTheChainsThatThereAre() {
    for (String chain : List.of("solana", "ethereum")) {
      assertRefused(
          422,
          ErrorCode.WEB3_PROVIDER_DISABLED,
          () -> SwitchedOff.web3(AuthFixture.body("{'chain':'" + chain + "'}")));
    }
    assertRefused(
        400,
        ErrorCode.WEB3_UNSUPPORTED_CHAIN,
        () -> SwitchedOff.web3(AuthFixture.body("{'chain':'dogecoin'}")));
  }

  @Test
  void settingsTellWhatIsOn() {
    JsonObject settings =
        JsonValues.read(
                new AboutResource(
                        AuthFixture.config(
                            Map.of(
                                "AUTH_OIDC_PROVIDERS", "keycloak,acme",
                                "GOTRUE_EXTERNAL_ACME_ENABLED", "true",
                                "GOTRUE_EXTERNAL_ACME_CLIENT_ID", "id",
                                "GOTRUE_EXTERNAL_ACME_SECRET", "secret",
                                "GOTRUE_EXTERNAL_ACME_URL", "https://id.example.org",
                                "GOTRUE_PASSKEY_ENABLED", "true")))
                    .settings())
            .asJsonObject();

    assertThat(settings.getBoolean("passkeys_enabled")).isTrue();
    assertThat(settings.getBoolean("saml_enabled")).isFalse();
    JsonObject external = settings.getJsonObject("external");
    assertThat(external.getBoolean("acme")).isTrue();
    assertThat(external.getBoolean("keycloak")).isFalse();
    assertThat(external.getBoolean("google")).isFalse();
    assertThat(external.getBoolean("email")).isTrue();
  }
}
