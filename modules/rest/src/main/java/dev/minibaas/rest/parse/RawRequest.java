package dev.minibaas.rest.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived.
 *
 * @param path the raw path below the context root, beginning with a slash
 * @param query the raw query string
 */
public record RawRequest(
    String method, String path, @Nullable String query, List<Header> headers, byte[] body) {

  public record Header(String name, String value) {}

  /** The first header of that name. */
  public @Nullable String header(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  public List<String> all(String name) {
    List<String> values = new ArrayList<>(2);
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        values.add(header.value());
      }
    }
    return values;
  }
}
