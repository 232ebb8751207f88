package dev.minibaas.auth.session;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.key.TokenSigner;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Mints access tokens. */
public final class AccessTokens {
  private static final String SSO = "sso:";

  private final AuthConfig.Jwt config;
  private final TokenSigner signer;

  public AccessTokens(AuthConfig.Jwt config, TokenSigner signer) {
    this.config = config;
    this.signer = signer;
  }

  /** The token of a user in a session. */
  public String mint(User user, Session session, Instant now) {
    return mint(user, session, now, UnaryOperator.identity());
  }

  /**
   * @param customization what the operator makes of the claims
   */
  public String mint(
      User user, Session session, Instant now, UnaryOperator<JsonObject> customization) {
    return signer.sign(customization.apply(claims(user, session, now)).toString());
  }

  /** The moment at which a token minted now expires. */
  public Instant expiry(Instant now) {
    return now.plus(config.lifetime());
  }

  public long lifetimeSeconds() {
    return config.lifetime().toSeconds();
  }

  private JsonObject claims(User user, Session session, Instant now) {
    return JsonValues.object()
        .add("iss", config.issuer())
        .add("sub", user.id().toString())
        .add("aud", user.audience())
        .add("exp", expiry(now).getEpochSecond())
        .add("iat", now.getEpochSecond())
        .add("email", user.email())
        .add("phone", user.phone())
        .add("app_metadata", user.appMetadata())
        .add("user_metadata", user.userMetadata())
        .add("role", user.role())
        .add("aal", session.aal())
        .add("amr", amr(user, session))
        .add("session_id", session.id().toString())
        .add("is_anonymous", user.anonymous())
        .build();
  }

  private static JsonArrayBuilder amr(User user, Session session) {
    JsonArrayBuilder amr = JsonValues.array();
    List<Session.Method> methods = session.methods();
    for (int i = 0; i < methods.size(); i++) {
      JsonObjectBuilder entry =
          JsonValues.object()
              .add("method", methods.get(i).name())
              .add("timestamp", methods.get(i).time().getEpochSecond());
      if (i == methods.size() - 1 && methods.get(i).name().equals("sso/saml")) {
        ssoProvider(user).ifPresent(provider -> entry.add("provider", provider));
      }
      amr.add(entry);
    }
    return amr;
  }

  /** The organisation's provider, when the user can only have come from that one. */
  private static Optional<String> ssoProvider(User user) {
    return user.identities().size() == 1
        ? Optional.of(user.identities().get(0).provider())
            .filter(provider -> provider.startsWith(SSO))
            .map(provider -> provider.substring(SSO.length()))
        : Optional.empty();
  }
}
