package dev.minibaas.acceptance.stack;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The platform's database, seen by its superuser: what the services did, not what they say. */
public final class Database {
  private static final String TABLES =
      """
      select format('%I.%I', schemaname, tablename) from pg_catalog.pg_tables
      where schemaname in ('public', 'auth')\
      """;

  private final String uri;
  private final String url;
  private final String user;
  private final String password;

  /**
   * @param url {@code postgresql://user:password@host:port/database}
   */
  public Database(String url) {
    URI parts = URI.create(url);
    String[] credentials = parts.getUserInfo().split(":", 2);
    this.uri = url;
    this.url = "jdbc:postgresql://" + parts.getHost() + ":" + parts.getPort() + parts.getPath();
    this.user = credentials[0];
    this.password = credentials.length > 1 ? credentials[1] : "";
  }

  /** {@code postgresql://user:password@host:port/database}. */
  public String uri() {
    return uri;
  }

  /** Without user and password. */
  public String jdbcUrl() {
    return url;
  }

  public void execute(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + " failed: " + e.getMessage(), e);
    }
  }

  /** The first column of each row, as text. */
  public List<String> column(String sql) {
    try (Connection connection = connect()) {
      return column(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + " failed: " + e.getMessage(), e);
    }
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    }
  }

  /**
   * A number for the content of each table: two equal maps mean that nothing was written between.
   */
  public Map<String, String> content() {
    try (Connection connection = connect()) {
      Map<String, String> content = new TreeMap<>();
      for (String table : column(connection, TABLES)) {
        String rows = "select count(*) || ' ' || coalesce(sum(hashtext(t::text)), 0) from ";
        content.put(table, column(connection, rows + table + " t").getFirst());
      }
      return content;
    } catch (SQLException e) {
      throw new IllegalStateException("the tables can't be read: " + e.getMessage(), e);
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }
}
