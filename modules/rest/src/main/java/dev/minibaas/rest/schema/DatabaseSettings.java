package dev.minibaas.rest.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings kept in the database: {@code ALTER ROLE authenticator [IN DATABASE d] SET
 * pgrst.db_schemas = '…'}, or what a function sets ({@code db-pre-config}).
 */
public final class DatabaseSettings {
  /** The ones that may be kept there, without their prefix. */
  private static final List<String> NAMES =
      List.of(
          "db_aggregates_enabled",
          "db_anon_role",
          "db_extra_search_path",
          "db_hoisted_tx_settings",
          "db_max_rows",
          "db_plan_enabled",
          "db_pre_request",
          "db_root_spec",
          "db_schemas",
          "db_tx_end",
          "jwt_aud",
          "jwt_cache_max_lifetime",
          "jwt_role_claim_key",
          "jwt_secret",
          "jwt_secret_is_base64",
          "openapi_mode",
          "openapi_security_active",
          "openapi_server_proxy_uri",
          "server_cors_allowed_origins",
          "server_timing_enabled",
          "server_trace_header");

  /** Those of this database before those of all, and the function's last. */
  private static final String STORED =
      """
      select split_part(setting, '=', 1) as name, substr(setting, strpos(setting, '=') + 1) as value
      from pg_catalog.pg_db_role_setting s, unnest(s.setconfig) setting
      where s.setrole = (select oid from pg_catalog.pg_roles where rolname = session_user)
        and s.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()))
      order by s.setdatabase desc
      """;

  private DatabaseSettings() {}

  /**
   * By their names in the environment, {@code PGRST_DB_SCHEMAS}.
   *
   * @param function that sets some, {@code schema.name}; null for none
   */
  public static Map<String, String> read(Connection connection, @Nullable String function)
      throws SQLException {
    Map<String, String> found = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(STORED);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        put(found, row.getString("name"), row.getString("value"));
      }
    }
    if (function != null) {
      addSetBy(connection, function, found);
    }
    return found;
  }

  private static void put(Map<String, String> found, String name, @Nullable String value) {
    boolean known = name.startsWith("pgrst.") && NAMES.contains(name.substring("pgrst.".length()));
    if (known && value != null) {
      String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
      found.putIfAbsent(variable, value);
    }
  }

  /** What the function leaves, told apart from what the session was started with. */
  private static void addSetBy(Connection connection, String function, Map<String, String> found)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String name : NAMES) {
        statement.execute("select set_config('pgrst." + name + "', '', true)");
      }
      statement.execute("select " + Name.parse(function).quoted() + "()");
      for (String name : NAMES) {
        try (ResultSet row =
            statement.executeQuery("select current_setting('pgrst." + name + "')")) {
          row.next();
          String value = row.getString(1);
          put(found, "pgrst." + name, value.isEmpty() ? null : value);
        }
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
