package dev.minibaas.auth.request;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.platform.caller.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call says beside its body.
 *
 * @param authorized whether it had a bearer token; another scheme is none
 * @param audience the audience whose users it is about
 */
public record Call(Caller caller, boolean authorized, String audience, Origin origin) {
  private static final String BEARER = "Bearer ";

  public static Call of(HttpServletRequest request, AuthConfig config) {
    Caller caller = Caller.of(request);
    return new Call(
        caller,
        hasBearer(request.getHeader("Authorization")),
        audience(request.getHeader("X-JWT-AUD"), caller, config.jwt()),
        new Origin(PeerAddress.of(request, config), request.getHeader("User-Agent")));
  }

  private static boolean hasBearer(@Nullable String authorization) {
    return authorization != null
        && authorization.length() > BEARER.length()
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }

  /** Whether the caller's role is one of the administrators'. */
  public boolean isAdmin(AuthConfig.Jwt config) {
    return config.adminRoles().contains(caller.role());
  }

  /** Refuses whoever is no administrator. */
  public void requireAdmin(AuthConfig.Jwt config) {
    if (isAdmin(config)) {
      return;
    }
    if (!authorized()) {
      throw AuthFailure.unauthorized(
          ErrorCode.NO_AUTHORIZATION, "This endpoint requires a valid Bearer token");
    }
    throw AuthFailure.forbidden(ErrorCode.NOT_ADMIN, "User not allowed");
  }

  static String audience(@Nullable String header, Caller caller, AuthConfig.Jwt config) {
    if (header != null && !header.isEmpty()) {
      return header;
    }
    // an administrator's own audience says nothing about the users in question
    String own = config.adminRoles().contains(caller.role()) ? null : ownAudience(caller);
    return own == null ? config.audience() : own;
  }

  private static @Nullable String ownAudience(Caller caller) {
    return switch (caller.claims().get("aud")) {
      case String one when !one.isEmpty() -> one;
      case List<?> several when !several.isEmpty() && several.get(0) instanceof String first ->
          first;
      case null, default -> null;
    };
  }
}
