package dev.minibaas.platform.caller;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.Map;

/** A token's claims as SQL sees them: with the resulting role among them. */
final class Claims {
  private Claims() {}

  static Map<String, Object> withRole(Map<String, Object> claims, String role) {
    Map<String, Object> all = new LinkedHashMap<>(claims);
    all.put("role", role);
    return java.util.Collections.unmodifiableMap(all);
  }

  static String json(Map<String, Object> claims) {
    return JSONObjectUtils.toJSONString(claims);
  }

  static String quoted(String text) {
    String object = JSONObjectUtils.toJSONString(Map.of("k", text));
    return object.substring("{\"k\":".length(), object.length() - 1);
  }
}
