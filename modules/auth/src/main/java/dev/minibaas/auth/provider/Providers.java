package dev.minibaas.auth.provider;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.OAuthFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The providers that there are. */
public final class Providers {
  private static final String INVALID = "invalid request";
  private static final String GITHUB = "github";

  private final ProvidersConfig config;
  private final ProviderCalls calls;
  private final Clock clock;
  private final Map<String, Provider> providers = new LinkedHashMap<>();
  private final Map<String, OidcProvider> issuers = new LinkedHashMap<>();

  public Providers(ProvidersConfig config, ProviderCalls calls, Clock clock) {
    this.config = config;
    this.calls = calls;
    this.clock = clock;
    for (ProviderConfig provider : config.providers()) {
      if (provider.enabled()) {
        providers.put(provider.name(), of(provider));
      }
    }
    // made for each issuer once, and here: whatever else a client names is refused
    config.allowedIssuers().forEach(issuer -> issuers.put(issuer, ofIssuer(issuer)));
  }

  private Provider of(ProviderConfig provider) {
    return provider.name().equals(GITHUB)
        ? new GithubProvider(provider, calls)
        : new OidcProvider(provider, calls, clock);
  }

  private OidcProvider ofIssuer(String issuer) {
    return new OidcProvider(
        new ProviderConfig(issuer, true, List.of(), "", "", issuer, false, false), calls, clock);
  }

  /** The provider to send users to, or 400. */
  public Provider named(String name) {
    Provider provider = providers.get(name.toLowerCase(Locale.ROOT));
    if (provider == null) {
      String why =
          config.named(name).isPresent()
              ? "provider is not enabled"
              : "Provider " + name + " could not be found";
      throw AuthFailure.invalid("Unsupported provider: " + why);
    }
    return provider;
  }

  /**
   * An ID token that a client has got of a provider by itself.
   *
   * @param accessToken empty, or what the token's {@code at_hash} is of
   * @param nonce empty, or the text whose SHA-256 the token has
   */
  public record Brought(
      String provider,
      String issuer,
      String clientId,
      String idToken,
      String accessToken,
      String nonce) {}

  /** Whom a token that somebody brought is of. */
  public record Bringer(String provider, boolean emailOptional, ProviderUser user) {}

  /** Whose token it is, if the token is right; in OAuth's errors, as GoTrue tells them. */
  public Bringer identify(Brought brought) {
    OidcProvider provider = providerOf(brought);
    List<String> audiences =
        provider.config().clientIds().isEmpty()
            ? List.of(brought.clientId())
            : provider.config().clientIds();
    JWTClaimsSet claims;
    try {
      claims = provider.idTokens().verify(brought.idToken(), audiences);
      AccessTokenHash.check(brought.idToken(), claims, brought.accessToken());
    } catch (ProviderFailure failure) {
      OAuthFailure refusal = new OAuthFailure(INVALID, "Bad ID token");
      refusal.initCause(failure);
      throw refusal;
    } catch (IdTokens.UnacceptableAudience failure) {
      throw new OAuthFailure(INVALID, "Unacceptable audience in id_token");
    }
    if (!provider.config().skipNonceCheck()) {
      checkNonce(claims, brought.nonce());
    }
    return new Bringer(
        provider.config().name(), provider.config().emailOptional(), provider.user(claims));
  }

  private OidcProvider providerOf(Brought brought) {
    Optional<ProviderConfig> known =
        config.providers().stream()
            // GitHub has no ID tokens
            .filter(provider -> !provider.name().equals(GITHUB))
            .filter(provider ->
                provider.name().equals(brought.provider())
                    || (brought.provider().isEmpty() && provider.url().equals(brought.issuer())))
            .findFirst();
    if (known.isPresent() && !known.get().enabled()) {
      throw AuthFailure.badRequest(
          ErrorCode.PROVIDER_DISABLED,
          "Provider (issuer \"" + known.get().url() + "\") is not enabled");
    }
    if (known.isPresent() && providers.get(known.get().name()) instanceof OidcProvider provider) {
      return provider;
    }
    OidcProvider allowed = issuers.get(brought.issuer());
    if (allowed == null || !brought.provider().isEmpty() || brought.clientId().isEmpty()) {
      throw AuthFailure.invalid("Custom OIDC provider \"" + brought.provider() + "\" not allowed");
    }
    return allowed;
  }

  /** Both or neither; the token has the hash of what the client made up. */
  private static void checkNonce(JWTClaimsSet claims, String nonce) {
    Object inToken = claims.getClaim("nonce");
    boolean has = inToken instanceof String text && !text.isEmpty();
    if (has == nonce.isEmpty()) {
      throw new OAuthFailure(
          INVALID, "Passed nonce and nonce in id_token should either both exist or not.");
    }
    if (has && !sha256(nonce).equals(inToken)) {
      throw new OAuthFailure("invalid nonce", "Nonces mismatch");
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
