package dev.minibaas.platform.caller;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A gateway key in the query string, where clients that can't set headers put it, and the query
 * string without it: to a service the key is no parameter. A parameter of that name that is no key
 * of ours stays.
 */
record QueryKey(@Nullable String key, @Nullable String rest) {
  private static final String PARAMETER = "apikey=";

  static QueryKey of(@Nullable String query, ApiKeys keys) {
    if (query == null || !query.contains(PARAMETER)) {
      return new QueryKey(null, query);
    }
    String found = null;
    StringBuilder rest = new StringBuilder(query.length());
    for (String parameter : query.split("&", -1)) {
      String key = parameter.startsWith(PARAMETER) ? decoded(parameter) : null;
      if (key != null && keys.role(key) != null) {
        found = key;
      } else {
        rest.append(rest.isEmpty() ? "" : "&").append(parameter);
      }
    }
    return new QueryKey(found, rest.isEmpty() ? null : rest.toString());
  }

  private static @Nullable String decoded(String parameter) {
    try {
      return URLDecoder.decode(parameter.substring(PARAMETER.length()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null; // a broken escape is no key
    }
  }
}
