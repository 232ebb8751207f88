package dev.minibaas.platform.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
  private final Authentication opaque = with("public-anon-key", "service-role-key");

  @Test
  void withoutTokenAndKeyTheCallerIsAnonymous() throws InvalidToken {
    assertThat(opaque.authenticate(null, null).role()).isEqualTo("anon");
    assertThat(opaque.authenticate("Basic dXNlcjpwdw==", null).role()).isEqualTo("anon");
    assertThat(opaque.authenticate("Bearer ", null).role()).isEqualTo("anon");
    assertThat(opaque.authenticate(null, "unknown").role()).isEqualTo("anon");
  }

  @Test
  void aKeyAloneSaysItsRole() throws InvalidToken {
    assertThat(opaque.authenticate(null, "public-anon-key").role()).isEqualTo("anon");
    assertThat(opaque.authenticate(null, "service-role-key").role()).isEqualTo("service_role");
  }

  @Test
  void aBearerThatEqualsAKeyCountsAsTheKey() throws InvalidToken {
    assertThat(opaque.authenticate("Bearer public-anon-key", "public-anon-key").role())
        .isEqualTo("anon");
    assertThat(opaque.authenticate("bearer service-role-key", "public-anon-key").role())
        .isEqualTo("service_role");
  }

  @Test
  void aUsersTokenWinsOverTheServiceKey() throws InvalidToken {
    String token =
        TestTokens.signed(
            new JWTClaimsSet.Builder().subject("u").claim("role", "authenticated").build());
    Caller caller = opaque.authenticate("Bearer " + token, "service-role-key");
    assertThat(caller.role()).isEqualTo("authenticated");
    assertThat(caller.subject()).isEqualTo("u");
  }

  @Test
  void anInvalidTokenIsNeverAnonymous() {
    assertThatThrownBy(() -> opaque.authenticate("Bearer nonsense", "service-role-key"))
        .isInstanceOf(InvalidToken.class);
  }

  @Test
  void keysMayBeTokensThemselves() throws InvalidToken {
    String anon = TestTokens.signed(new JWTClaimsSet.Builder().claim("role", "anon").build());
    String service =
        TestTokens.signed(new JWTClaimsSet.Builder().claim("role", "service_role").build());
    Authentication tokens = with(anon, service);
    assertThat(tokens.authenticate("Bearer " + anon, anon).role()).isEqualTo("anon");
    assertThat(tokens.authenticate("Bearer " + service, service).role()).isEqualTo("service_role");
  }

  @Test
  void anUnsetKeyFitsNothing() throws InvalidToken {
    Authentication none = with("", "");
    assertThat(none.authenticate(null, "").role()).isEqualTo("anon");
  }

  private static Authentication with(String anon, String service) {
    return new Authentication(
        new TokenVerifier(TokenPolicy.hs256(TestTokens.SECRET)), new ApiKeys(anon, service));
  }
}
