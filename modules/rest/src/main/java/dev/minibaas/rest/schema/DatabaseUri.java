package dev.minibaas.rest.schema;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A connection string of libpq's form, {@code postgresql://user:password@host:port/db?x=y}. */
record DatabaseUri(String jdbcUrl, Properties properties) {

  /**
   * @param given the URI, or {@code @} and the name of a file that holds it; one that begins with
   *     {@code jdbc:} is taken as it is
   * @throws IllegalArgumentException when it is no URI of a PostgreSQL database
   */
  static DatabaseUri parse(String given) {
    String text = given.startsWith("@") ? content(given.substring(1)) : given;
    Properties properties = new Properties();
    if (text.startsWith("jdbc:")) {
      return new DatabaseUri(text, properties);
    }
    URI uri = URI.create(text);
    if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
      throw new IllegalArgumentException("not a postgresql:// URI");
    }
    String user = uri.getRawUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      properties.setProperty("user", decoded(colon < 0 ? user : user.substring(0, colon)));
      if (colon >= 0) {
        properties.setProperty("password", decoded(user.substring(colon + 1)));
      }
    }
    String host = uri.getHost() == null ? "localhost" : uri.getHost();
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new DatabaseUri("jdbc:postgresql://" + host + ":" + port + path + query, properties);
  }

  private static String content(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read " + file, e);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
