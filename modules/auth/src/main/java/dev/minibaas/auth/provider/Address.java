package dev.minibaas.auth.provider;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts together where a user is sent. */
final class Address {
  private Address() {}

  /** What the client adds never takes the place of what we say. */
  static String of(
      String endpoint, ProviderConfig config, Provider.Visit visit, Map<String, String> own) {
    Map<String, String> query = new LinkedHashMap<>(visit.extra());
    query.put("client_id", config.clientId());
    query.put("redirect_uri", config.redirectUri());
    query.put("response_type", "code");
    query.put("state", visit.state());
    query.put("code_challenge", visit.codeChallenge());
    query.put("code_challenge_method", "S256");
    query.putAll(own);
    // answers come as a plain redirect: others would not get here
    query.keySet().removeAll(Set.of("response_mode", "request", "request_uri"));
    return endpoint
        + (endpoint.contains("?") ? "&" : "?")
        + query.entrySet().stream()
            .map(entry ->
                ProviderCalls.encoded(entry.getKey())
                    + "="
                    + ProviderCalls.encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
  }

  static String scope(List<String> always, List<String> more) {
    Set<String> scopes = new LinkedHashSet<>(always);
    scopes.addAll(more);
    return String.join(" ", scopes);
  }
}
