package dev.minibaas.auth.session;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.key.TokenSigner;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Instant;

/** Mints access tokens. */
public final class AccessTokens {
  private final AuthConfig.Jwt config;
  private final TokenSigner signer;

  public AccessTokens(AuthConfig.Jwt config, TokenSigner signer) {
    this.config = config;
    this.signer = signer;
  }

  /** The token of a user in a session. */
  public String mint(User user, Session session, Instant now) {
    return signer.sign(claims(user, session, now).toString());
  }

  /** The moment at which a token minted now expires. */
  public Instant expiry(Instant now) {
    return now.plus(config.lifetime());
  }

  public long lifetimeSeconds() {
    return config.lifetime().toSeconds();
  }

  private JsonObject claims(User user, Session session, Instant now) {
    JsonArrayBuilder amr = JsonValues.array();
    session
        .methods()
        .forEach(method ->
            amr.add(
                JsonValues.object()
                    .add("method", method.name())
                    .add("timestamp", method.time().getEpochSecond())));
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
        .add("amr", amr)
        .add("session_id", session.id().toString())
        .add("is_anonymous", user.anonymous())
        .build();
  }
}
