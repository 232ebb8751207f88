package dev.minibaas.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.net.URLDecoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A database and the superuser who prepares it. */
public record Superuser(String host, int port, String database, String user, String password) {

  /** From {@code PG_URL} as {@code make env} prints it, or from the settings of bootstrap. */
  public static Superuser ofRunning(Settings settings) {
    String url = settings.secretOrNull("PG_URL");
    if (url == null) {
      return from(settings);
    }
    URI uri = URI.create(url);
    String[] login = String.valueOf(uri.getRawUserInfo()).split(":", 2);
    if (login.length != 2 || uri.getHost() == null || uri.getPath() == null) {
      settings.problem("PG_URL is no URL such as postgresql://user:password@host:5432/database");
      return new Superuser("localhost", 5432, "postgres", "postgres", "");
    }
    return new Superuser(
        uri.getHost(),
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        uri.getPath().substring(1),
        URLDecoder.decode(login[0], UTF_8),
        URLDecoder.decode(login[1], UTF_8));
  }

  static Superuser from(Settings settings) {
    String host = settings.textOrNull("POSTGRES_HOST");
    return new Superuser(
        host == null ? "localhost" : host,
        settings.integer("POSTGRES_PORT", 5432, 1, 65535),
        settings.text("POSTGRES_DB", "postgres"),
        settings.text("POSTGRES_USER", "postgres"),
        settings.secret("POSTGRES_PASSWORD", 8, "set it to the password of POSTGRES_USER"));
  }

  /** The JDBC URL, without user and password. */
  public String jdbcUrl() {
    String address = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return "jdbc:postgresql://%s:%d/%s".formatted(address, port, PathSegment.encode(database));
  }

  public Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("ApplicationName", "minibaas-bootstrap");
    return DriverManager.getConnection(jdbcUrl(), properties);
  }

  @Override
  public String toString() {
    return "%s@%s:%d/%s".formatted(user, host, port, database);
  }
}
