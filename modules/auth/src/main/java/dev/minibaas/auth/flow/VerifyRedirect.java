package dev.minibaas.auth.flow;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.session.SessionAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where a link of a mail leads in the end: what came of it stands in the address. */
final class VerifyRedirect {
  static final String HALF_CONFIRMED =
      "Confirmation link accepted. Please proceed to confirm link sent to the other email";

  private final String target;

  /**
   * @param target allowed already
   */
  VerifyRedirect(String target) {
    this.target = target.split("#", 2)[0];
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
    return target + "#" + form(values);
  }

  String code(String code) {
    return withQuery(Map.of("code", code));
  }

  String halfConfirmed(boolean isPkce) {
    SortedMap<String, String> values = new TreeMap<>(Map.of("message", HALF_CONFIRMED));
    String place = isPkce ? withQuery(values) : target;
    values.put("sb", "");
    return place + "#" + form(values);
  }

  String failure(AuthFailure failure, boolean isPkce) {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("error", oauth(failure.status()));
    values.put("error_code", failure.code().wire());
    values.put("error_description", failure.publicMessage());
    String bare = target.split("\\?", 2)[0];
    String place = isPkce ? bare + "?" + form(values) : bare;
    values.put("sb", "");
    return place + "#" + form(values);
  }

  private String withQuery(Map<String, String> values) {
    return target + (target.contains("?") ? "&" : "?") + form(values);
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

  private static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry ->
            entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
