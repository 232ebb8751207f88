package dev.minibaas.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** A name or password inside a URI. */
final class UriPart {
  private UriPart() {}

  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
