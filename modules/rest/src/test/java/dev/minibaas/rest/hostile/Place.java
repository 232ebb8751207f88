package dev.minibaas.rest.hostile;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request with a place for a text. {@code {}} is the text in a URL, percent-encoded; {@code
 * {quoted}} the same within the grammar's double quotes; {@code {raw}} the text as it is; {@code
 * {json}} within a JSON string; {@code {cell}} within a quoted cell of CSV.
 *
 * @param fixed whether the text is a name or a value whatever it contains: then the statement must
 *     be, token by token, that of a harmless text
 */
record Place(String line, String body, List<String> headers, boolean fixed) {

  static Place of(String line, String... headers) {
    return new Place(line, "", List.of(headers), line.contains("{quoted}"));
  }

  static Place fixed(String line, String... headers) {
    return new Place(line, "", List.of(headers), true);
  }

  static Place body(String line, String body, String... headers) {
    return new Place(line, body, List.of(headers), false);
  }

  static Place fixedBody(String line, String body, String... headers) {
    return new Place(line, body, List.of(headers), true);
  }

  String line(String text) {
    return line.replace("{quoted}", encoded('"' + escaped(text) + '"'))
        .replace("{raw}", text)
        .replace("{}", encoded(text));
  }

  String body(String text) {
    return body.replace("{json}", json(text))
        .replace("{cell}", text.replace("\"", "\"\""))
        .replace("{raw}", text)
        .replace("{}", encoded(text));
  }

  List<String> headers(String text) {
    List<String> filled = new ArrayList<>();
    headers.forEach(
        header -> filled.add(header.replace("{json}", json(text)).replace("{raw}", text)));
    return filled;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String json(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c < ' ' || c == '"' || c == '\\' || c > 0x7e) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
