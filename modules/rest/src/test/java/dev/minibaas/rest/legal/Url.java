package dev.minibaas.rest.legal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A URL as it grows, and how names and values are written in it. */
final class Url {
  private static final String RESERVED =
      "and|or|not|count|select|order|limit|offset|columns|on_conflict";

  private final String path;
  private final List<String> parameters = new ArrayList<>();

  /**
   * @param segments of the path, not encoded
   */
  Url(String... segments) {
    StringBuilder out = new StringBuilder();
    for (String segment : segments) {
      out.append('/').append(encoded(segment).replace("+", "%20"));
    }
    this.path = out.toString();
  }

  Url with(String key, String value) {
    parameters.add(encoded(key) + "=" + encoded(value));
    return this;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
  }

  /** A name, in quotes if the grammar wants them. */
  static String name(String name) {
    boolean plain = name.matches("[A-Za-z_][A-Za-z0-9_]*") && !name.matches(RESERVED);
    return plain ? name : quoted(name);
  }

  /** A value within a logic tree or a list. */
  static String value(String value) {
    return value.matches("[A-Za-z0-9_.:+-]+") ? value : quoted(value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
