package dev.minibaas.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** A database's name inside a URL, where pgjdbc decodes it. */
final class PathSegment {
  private PathSegment() {}

  static String encode(String name) {
    return URLEncoder.encode(name, UTF_8);
  }
}
