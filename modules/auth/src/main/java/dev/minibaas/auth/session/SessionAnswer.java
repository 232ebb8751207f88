package dev.minibaas.auth.session;

import dev.minibaas.auth.error.WeakPassword;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets that has logged in or refreshed.
 *
 * @param weakPassword what the policy says of a password that was let in all the same
 * @param more headers that tell how it came about
 */
public record SessionAnswer(
    User user,
    Session session,
    String accessToken,
    String refreshToken,
    Instant expiresAt,
    long expiresIn,
    @Nullable WeakPassword weakPassword,
    Map<String, String> more) {
  private static final int PREFIX_LENGTH = 5;

  SessionAnswer with(@Nullable WeakPassword weak) {
    return new SessionAnswer(
        user, session, accessToken, refreshToken, expiresAt, expiresIn, weak, more);
  }

  SessionAnswer telling(Map<String, String> headers) {
    return new SessionAnswer(
        user, session, accessToken, refreshToken, expiresAt, expiresIn, weakPassword, headers);
  }

  /** What proxies and logs are told; nothing in it opens anything. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("sb-auth-user-id", user.id().toString());
    headers.put("sb-auth-session-id", session.id().toString());
    SignedRefreshToken.parse(refreshToken)
        .ifPresentOrElse(
            token -> headers.put("sb-auth-refresh-token-counter", Long.toString(token.counter())),
            () ->
                headers.put(
                    "sb-auth-refresh-token-prefix", refreshToken.substring(0, PREFIX_LENGTH)));
    headers.putAll(more);
    return headers;
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
