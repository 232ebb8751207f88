package dev.minibaas.rest.legal;

import java.util.List;

/**
 * A request made up.
 *
 * @param line method and URL
 * @param headers as {@code Name: value}
 */
record Asked(String line, String body, List<String> headers) {
  @Override
  public String toString() {
    return line
        + (body.isEmpty() ? "" : "\n    " + body)
        + (headers.isEmpty() ? "" : " " + headers);
  }
}
