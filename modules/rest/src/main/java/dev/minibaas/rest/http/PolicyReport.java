package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.rest.parse.ApiRequest;
import dev.minibaas.rest.parse.JsonText;
import dev.minibaas.rest.parse.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to {@code Prefer: explain=policy}, in JSON. */
final class PolicyReport {
  private PolicyReport() {}

  /**
   * @param outcome what the request would be answered
   * @param findings an object for each relation and function
   */
  static Answer of(
      ApiRequest request,
      Caller asked,
      Answer outcome,
      List<Map<String, @Nullable Object>> findings) {
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("role", asked.role());
    report.put("claims", asked.claims());
    report.put("outcome", outcome(outcome));
    findings.forEach(PolicyReport::judge);
    report.put("findings", findings);
    ResponseHeaders headers = new ResponseHeaders();
    headers.set("Content-Type", "application/json; charset=utf-8");
    headers.set("Preference-Applied", "explain=policy");
    byte[] body = JsonText.object(report).getBytes(StandardCharsets.UTF_8);
    return new Answer(200, headers, request.hasBody() ? body : Answer.NO_BODY);
  }

  private static Map<String, @Nullable Object> outcome(Answer answer) {
    Map<String, @Nullable Object> outcome = new LinkedHashMap<>();
    outcome.put("status", answer.status());
    for (ResponseHeaders.Header header : answer.headers().all()) {
      if (header.name().equals("Content-Range")) {
        outcome.put("content_range", header.value());
      }
    }
    if (answer.status() >= 300) {
      outcome.put("error", JsonTree.parse(new String(answer.body(), StandardCharsets.UTF_8)));
    }
    return outcome;
  }

  /** Says in words what the numbers mean. */
  private static void judge(Map<String, @Nullable Object> finding) {
    if (!(finding.get("checks") instanceof List<?> checks)) {
      return;
    }
    for (Object each : checks) {
      if (each instanceof Map<?, ?> check) {
        @SuppressWarnings("unchecked")
        Map<String, @Nullable Object> open = (Map<String, @Nullable Object>) check;
        open.put("verdict", verdict(finding, open));
      }
    }
  }

  private static String verdict(
      Map<String, @Nullable Object> finding, Map<String, @Nullable Object> check) {
    String rows = check.get("rows") + " rows";
    if (check.get("error") != null) {
      return "a policy fails, and with it the request";
    }
    if (Long.valueOf(0).equals(check.get("matching"))) {
      return "no " + rows + " match, whoever asks";
    }
    if (check.get("policies") == null) {
      Object bypassed = finding.get("bypassed");
      return "no policy holds back any: "
          + (bypassed == null ? "row-level security is off" : bypassed);
    }
    if (check.get("policies") instanceof List<?> policies && policies.isEmpty()) {
      return "no policy for " + check.get("command") + " applies to the role: none passes";
    }
    return check.get("let_through")
        + " of "
        + check.get("examined")
        + " matching "
        + rows
        + " pass";
  }
}
