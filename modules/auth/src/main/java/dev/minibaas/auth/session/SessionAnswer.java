package dev.minibaas.auth.session;

import dev.minibaas.auth.error.WeakPassword;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets that has logged in or refreshed.
 *
 * @param weakPassword what the policy says of a password that was let in all the same
 */
public record SessionAnswer(
    User user,
    Session session,
    String accessToken,
    String refreshToken,
    Instant expiresAt,
    long expiresIn,
    @Nullable WeakPassword weakPassword) {

  SessionAnswer with(@Nullable WeakPassword weak) {
    return new SessionAnswer(user, session, accessToken, refreshToken, expiresAt, expiresIn, weak);
  }

  public JsonObject json() {
    JsonObjectBuilder json =
        JsonValues.object()
            .add("access_token", accessToken)
            .add("token_type", "bearer")
            .add("expires_in", expiresIn)
            .add("expires_at", expiresAt.getEpochSecond())
            .add("refresh_token", refreshToken)
            .add("user", user.json());
    if (weakPassword != null) {
      JsonArrayBuilder reasons = JsonValues.array();
      weakPassword.reasons().forEach(reasons::add);
      json.add(
          "weak_password",
          JsonValues.object().add("message", weakPassword.publicMessage()).add("reasons", reasons));
    }
    return json.build();
  }
}
