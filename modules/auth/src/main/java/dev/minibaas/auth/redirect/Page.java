package dev.minibaas.auth.redirect;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a user is led in the end, and how it is told something.
 *
 * @param address without a fragment, which is ours
 */
public record Page(String address) {

  public Page {
    address = address.split("#", 2)[0];
  }

  public Page withoutQuery() {
    return new Page(address.split("\\?", 2)[0]);
  }

  /** In what servers see and log, too. */
  public Page withQuery(Map<String, String> fields) {
    return new Page(address + (address.contains("?") ? "&" : "?") + form(fields));
  }

  /** In what browsers send nowhere. */
  public String withFragment(Map<String, String> fields) {
    return address + "#" + form(fields);
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
