package dev.minibaas.auth.external;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Of parameters that are given more than once, the first counts, as in Go. */
final class QueryParameters {
  private QueryParameters() {}

  static Map<String, String> first(MultivaluedMap<String, String> parameters) {
    Map<String, String> first = new LinkedHashMap<>();
    parameters.forEach((name, values) -> first.put(name, values.isEmpty() ? "" : values.get(0)));
    return first;
  }
}
