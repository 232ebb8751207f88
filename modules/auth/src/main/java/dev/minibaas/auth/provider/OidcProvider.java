package dev.minibaas.auth.provider;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Any provider that speaks OpenID Connect and says so by discovery. */
public final class OidcProvider implements Provider {
  private static final List<String> SCOPES = List.of("openid", "email", "profile");

  private final ProviderConfig config;
  private final ProviderCalls calls;
  private final Issuer issuer;
  private final IdTokens idTokens;

  OidcProvider(ProviderConfig config, ProviderCalls calls, Clock clock) {
    this.config = config;
    this.calls = calls;
    this.issuer = new Issuer(config.url(), calls, clock);
    this.idTokens = new IdTokens(issuer, clock);
  }

  @Override
  public ProviderConfig config() {
    return config;
  }

  @Override
  public void prepare() {
    issuer.discovery();
  }

  @Override
  public String address(Visit visit) {
    return Address.of(
        issuer.discovery().authorization(),
        config,
        visit,
        Map.of("scope", Address.scope(SCOPES, visit.scopes()), "nonce", visit.nonce()));
  }

  @Override
  public Visitor receive(String code, String codeVerifier, String nonce) {
    JsonObject tokens = exchange(code, codeVerifier);
    String accessToken = required(tokens, "access_token");
    JWTClaimsSet claims = idTokens.verify(required(tokens, "id_token"), List.of(config.clientId()));
    if (!nonce.equals(claims.getClaim("nonce"))) {
      throw new ProviderFailure("the token is of another visit");
    }
    String refreshToken = ProviderUser.token(tokens, "refresh_token");
    return new Visitor(
        user(claims, accessToken), accessToken, refreshToken.isEmpty() ? null : refreshToken);
  }

  IdTokens idTokens() {
    return idTokens;
  }

  ProviderUser user(JWTClaimsSet claims) {
    return ProviderUser.ofClaims(issuer.url(), claims.getSubject(), json(claims));
  }

  private ProviderUser user(JWTClaimsSet claims, String accessToken) {
    ProviderUser user = user(claims);
    String userinfo = issuer.discovery().userinfo();
    if (!user.emails().isEmpty() || userinfo.isEmpty()) {
      return user;
    }
    JsonValue more = calls.get(userinfo, Map.of("Authorization", "Bearer " + accessToken));
    // OpenID Connect Core, section 5.3.2: not believed when it is of somebody else
    if (!(more instanceof JsonObject json)
        || !ProviderUser.token(json, "sub").equals(claims.getSubject())) {
      throw new ProviderFailure("the user info of " + issuer.url() + " is of another user");
    }
    return ProviderUser.ofClaims(issuer.url(), claims.getSubject(), json);
  }

  private JsonObject exchange(String code, String codeVerifier) {
    Discovery discovery = issuer.discovery();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", config.redirectUri());
    form.put("code_verifier", codeVerifier);
    Map<String, String> headers = new LinkedHashMap<>();
    if (discovery.secretInBody()) {
      form.put("client_id", config.clientId());
      form.put("client_secret", config.secret());
    } else {
      headers.put("Authorization", "Basic " + basic());
    }
    return calls.post(discovery.token(), form, headers) instanceof JsonObject tokens
        ? tokens
        : fail("the token endpoint answered no object");
  }

  /** RFC 6749, section 2.3.1: both halves are encoded as in a form first. */
  private String basic() {
    String pair =
        ProviderCalls.encoded(config.clientId()) + ":" + ProviderCalls.encoded(config.secret());
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String required(JsonObject tokens, String name) {
    String token = ProviderUser.token(tokens, name);
    return token.isEmpty() ? fail("the token endpoint answered without " + name) : token;
  }

  private static <T> T fail(String what) {
    throw new ProviderFailure(what);
  }

  private static JsonObject json(JWTClaimsSet claims) {
    return JsonValues.read(claims.toString()).asJsonObject();
  }
}
