package dev.minibaas.auth.external;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.OAuthFailure;
import dev.minibaas.auth.provider.Provider;
import dev.minibaas.auth.redirect.Page;
import dev.minibaas.auth.session.SessionAnswer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Where a user is led in the end, and what the page there gets to know. */
final class Landing {
  private static final Set<ErrorCode> DENIED =
      Set.of(
          ErrorCode.SIGNUP_DISABLED,
          ErrorCode.USER_BANNED,
          ErrorCode.PROVIDER_EMAIL_NEEDS_VERIFICATION);

  private Landing() {}

  /** A client that began with a challenge: a code, which is worth nothing to anybody else. */
  static String withCode(String page, String code) {
    return new Page(page).withQuery(Map.of("code", code)).address();
  }

  /** A client without one: everything in the fragment, which browsers don't send anywhere. */
  static String withSession(String page, SessionAnswer session, Provider.Visitor visitor) {
    Map<String, String> fragment = new LinkedHashMap<>();
    fragment.put("access_token", session.accessToken());
    fragment.put("expires_at", Long.toString(session.expiresAt().getEpochSecond()));
    fragment.put("expires_in", Long.toString(session.expiresIn()));
    String providerRefreshToken = visitor.refreshToken();
    if (providerRefreshToken != null) {
      fragment.put("provider_refresh_token", providerRefreshToken);
    }
    fragment.put("provider_token", visitor.accessToken());
    fragment.put("refresh_token", session.refreshToken());
    fragment.put("token_type", "bearer");
    fragment.put("sb", "");
    return new Page(page).withFragment(fragment);
  }

  /** In the query and, as older clients look for it there, in the fragment. */
  static String withError(String page, RuntimeException failure) {
    Map<String, String> error = error(failure);
    return new Page(page).withQuery(error).withFragment(error);
  }

  private static Map<String, String> error(RuntimeException failure) {
    Map<String, String> error = new LinkedHashMap<>();
    switch (failure) {
      case OAuthFailure oauth -> {
        error.put("error", oauth.error());
        error.put("error_description", oauth.description());
      }
      case AuthFailure known -> {
        error.put("error", category(known));
        error.put("error_code", known.code().wire());
        error.put("error_description", known.publicMessage());
      }
      default -> {
        error.put("error", "server_error");
        error.put("error_code", ErrorCode.UNEXPECTED_FAILURE.wire());
        error.put("error_description", "Unexpected failure");
      }
    }
    return error;
  }

  /** RFC 6749, section 4.1.2.1, as GoTrue maps its statuses to it. */
  private static String category(AuthFailure failure) {
    if (DENIED.contains(failure.code())) {
      return "access_denied";
    }
    return switch (failure.status()) {
      case 400 -> "invalid_request";
      case 401 -> "unauthorized_client";
      case 403 -> "access_denied";
      case 503 -> "temporarily_unavailable";
      default -> "server_error";
    };
  }
}
