package dev.minibaas.auth.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Mints access tokens. */
public final class AccessTokens {
  private static final JWSHeader HEADER =
      new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();

  private final AuthConfig.Jwt config;
  private final JWSSigner signer;

  public AccessTokens(AuthConfig.Jwt config) {
    this.config = config;
    try {
      this.signer = new MACSigner(config.secret().getBytes(StandardCharsets.UTF_8));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("JWT_SECRET can't sign with HS256", e);
    }
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
    JsonObject claims = customization.apply(claims(user, session, now));
    JWSObject jws = new JWSObject(HEADER, new Payload(claims.toString()));
    try {
      jws.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("an access token can't be signed", e);
    }
    return jws.serialize();
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
