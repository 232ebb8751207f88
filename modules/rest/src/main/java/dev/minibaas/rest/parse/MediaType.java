package dev.minibaas.rest.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A media type as this interface tells them apart. */
public sealed interface MediaType {
  MediaType JSON = new Named("application/json");
  MediaType GEO_JSON = new Named("application/geo+json");
  MediaType CSV = new Named("text/csv");
  MediaType TEXT = new Named("text/plain");
  MediaType XML = new Named("text/xml");
  MediaType OPENAPI = new Named("application/openapi+json");
  MediaType FORM = new Named("application/x-www-form-urlencoded");
  MediaType OCTETS = new Named("application/octet-stream");
  MediaType ANY = new Named("*/*");

  /** Any type by its name. */
  record Named(String text) implements MediaType {}

  /** One row as an object, {@code application/vnd.pgrst.object}. */
  record SingleObject(boolean nullsStripped) implements MediaType {}

  /** {@code application/vnd.pgrst.array;nulls=stripped}. */
  record StrippedArray() implements MediaType {}

  /**
   * {@code application/vnd.pgrst.plan}.
   *
   * @param target the type whose statement is explained
   * @param options of EXPLAIN
   */
  record Plan(MediaType target, boolean asJson, List<String> options) implements MediaType {
    public Plan {
      options = List.copyOf(options);
    }
  }

  /** The type without a charset. */
  default String text() {
    return switch (this) {
      case Named(String text) -> text;
      case SingleObject(boolean stripped) ->
          "application/vnd.pgrst.object+json" + (stripped ? ";nulls=stripped" : "");
      case StrippedArray() -> "application/vnd.pgrst.array+json;nulls=stripped";
      case Plan(MediaType target, boolean asJson, List<String> options) ->
          "application/vnd.pgrst.plan+"
              + (asJson ? "json" : "text")
              + "; for=\""
              + target.text()
              + "\""
              + (options.isEmpty() ? "" : "; options=" + String.join("|", options));
    };
  }

  /** The value of a Content-Type header. */
  default String contentType() {
    return hasCharset() ? text() + "; charset=utf-8" : text();
  }

  private boolean hasCharset() {
    return !(this instanceof Named)
        || equals(JSON)
        || equals(CSV)
        || equals(GEO_JSON)
        || equals(OPENAPI)
        || equals(TEXT)
        || equals(XML)
        || equals(FORM);
  }

  /** Reads one media type with its parameters. */
  static MediaType of(String header) {
    if (header.equals("application/json")) {
      return JSON;
    }
    List<String> parts = split(header, ';');
    String type = parts.get(0).strip().toLowerCase(Locale.ROOT);
    List<String> parameters = parts.subList(1, parts.size());
    return switch (type) {
      case "application/vnd.pgrst.object", "application/vnd.pgrst.object+json" ->
          new SingleObject(isStripped(parameters));
      case "application/vnd.pgrst.array", "application/vnd.pgrst.array+json" ->
          isStripped(parameters) ? new StrippedArray() : JSON;
      case "application/vnd.pgrst.plan", "application/vnd.pgrst.plan+text" ->
          plan(false, parameters);
      case "application/vnd.pgrst.plan+json" -> plan(true, parameters);
      case "" -> ANY;
      default -> new Named(type);
    };
  }

  private static boolean isStripped(List<String> parameters) {
    return "stripped".equals(parameter(parameters, "nulls"));
  }

  private static MediaType plan(boolean asJson, List<String> parameters) {
    String target = parameter(parameters, "for");
    String options = parameter(parameters, "options");
    List<String> known = new ArrayList<>();
    if (options != null) {
      for (String option : split(options, '|')) {
        if (List.of("analyze", "verbose", "settings", "buffers", "wal").contains(option)) {
          known.add(option);
        }
      }
    }
    return new Plan(target == null ? JSON : of(target), asJson, known);
  }

  /** The value of a parameter without its quotes. */
  static @Nullable String parameter(List<String> parameters, String name) {
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase(name)) {
        String value = parameter.substring(equals + 1).strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
      }
    }
    return null;
  }

  /** Splits outside double quotes. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
