package dev.minibaas.bootstrap;

import dev.minibaas.platform.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A database and the superuser who prepares it. */
public record Superuser(String host, int port, String database, String user, String password) {

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
