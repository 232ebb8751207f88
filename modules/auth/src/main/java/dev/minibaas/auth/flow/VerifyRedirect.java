package dev.minibaas.auth.flow;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.redirect.Page;
import dev.minibaas.auth.session.SessionAnswer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a link of a mail leads in the end: what came of it stands in the address. */
final class VerifyRedirect {
  static final String HALF_CONFIRMED =
      "Confirmation link accepted. Please proceed to confirm link sent to the other email";

  private final Page page;

  /**
   * @param target allowed already
   */
  VerifyRedirect(String target) {
    this.page = new Page(target);
  }

  /** The session in the fragment, which no server sees. */
  String session(SessionAnswer answer, String type) {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("access_token", answer.accessToken());
    values.put("token_type", "bearer");
    values.put("expires_in", Long.toString(answer.expiresIn()));
    values.put("expires_at", Long.toString(answer.expiresAt().getEpochSecond()));
    values.put("refresh_token", answer.refreshToken());
    values.put("type", type);
    values.put("sb", "");
    return page.withFragment(values);
  }

  String code(String code) {
    return page.withQuery(Map.of("code", code)).address();
  }

  String halfConfirmed(boolean isPkce) {
    SortedMap<String, String> values = new TreeMap<>(Map.of("message", HALF_CONFIRMED));
    Page place = isPkce ? page.withQuery(values) : page;
    values.put("sb", "");
    return place.withFragment(values);
  }

  String failure(AuthFailure failure, boolean isPkce) {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("error", oauth(failure.status()));
    values.put("error_code", failure.code().wire());
    values.put("error_description", failure.publicMessage());
    Page bare = page.withoutQuery();
    Page place = isPkce ? bare.withQuery(values) : bare;
    values.put("sb", "");
    return place.withFragment(values);
  }

  private static String oauth(int status) {
    return switch (status) {
      case 400 -> "invalid_request";
      case 401 -> "unauthorized_client";
      case 403 -> "access_denied";
      case 503 -> "temporarily_unavailable";
      default -> status >= 500 ? "server_error" : "invalid_request";
    };
  }
}
