package dev.minibaas.benchmarks.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * The address of a database as libpq writes it.
 *
 * @param text with user and password
 */
public record PgUrl(String text, String host, int port, String user, String password, String path) {

  /** Understands {@code postgresql://user:password@host:port/database}. */
  public static PgUrl parse(String text) {
    URI uri = URI.create(text);
    String[] login = uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":");
    if (login.length != 2) {
      throw new IllegalArgumentException("PG_URL has no user and password");
    }
    return new PgUrl(
        text,
        uri.getHost(),
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        URLDecoder.decode(login[0], UTF_8),
        URLDecoder.decode(login[1], UTF_8),
        uri.getRawPath());
  }

  public Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "minibaas-benchmarks");
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d%s".formatted(host, port, path), properties);
  }

  /** Passwords stay out of logs. */
  @Override
  public String toString() {
    return "%s@%s:%d%s".formatted(user, host, port, path);
  }
}
