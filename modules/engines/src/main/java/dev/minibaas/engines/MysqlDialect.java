package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.command.Like;
import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.PinnedSocketFactory;
import dev.minibaas.engines.target.Target.Server;
import dev.minibaas.engines.target.Targets;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.NonRegisteringDriver;

/**
 * MySQL and MariaDB. They compare texts with numbers by what number a text begins with, so a value
 * is bound as its column's kind, and one that isn't of that kind is refused.
 */
record MysqlDialect(Targets targets, Server server, Limits limits, boolean readOnly)
    implements SqlDialect {
  private static final Set<String> NUMBERS =
      Set.of(
          "tinyint",
          "smallint",
          "mediumint",
          "int",
          "bigint",
          "decimal",
          "float",
          "double",
          "bit",
          "year");
  private static final Set<String> BYTES =
      Set.of("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "geometry");

  /** Those that never show the password in clear, nor need what lies outside of the connection. */
  private static final String LOGINS =
      "mysql_native_password,client_ed25519,caching_sha2_password,sha256_password,parsec";

  private static final String COLUMNS =
      """
      select column_name, data_type, column_key = 'PRI'
        from information_schema.columns
       where table_schema = database() and table_name = ? order by ordinal_position\
      """;
  private static final String TABLES =
      """
      select table_name from information_schema.tables
       where table_schema = database() order by binary table_name limit 1000\
      """;

  @Override
  public EngineKind kind() {
    return EngineKind.MYSQL;
  }

  @Override
  public Connection open() {
    return Opening.connect(
        targets,
        server.endpoint(),
        limits,
        () -> prepared(NonRegisteringDriver.connect(configuration())),
        this::failure);
  }

  /** Of the URL comes what has been read strictly: no name in it can be more than a name. */
  private Configuration configuration() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", server.user() == null ? "" : server.user());
    properties.setProperty("password", server.password() == null ? "" : server.password());
    properties.setProperty("socketFactory", PinnedSocketFactory.class.getName());
    properties.setProperty("connectTimeout", Integer.toString(limits.timeoutMillis()));
    properties.setProperty("socketTimeout", Integer.toString(limits.timeoutMillis() + 5000));
    properties.setProperty("allowLocalInfile", "false");
    properties.setProperty("allowMultiQueries", "false");
    properties.setProperty("permitRedirect", "false");
    properties.setProperty("restrictedAuth", LOGINS);
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("forceConnectionTimeZoneToSession", "true");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("sslMode", sslMode());
    return Configuration.parse(
        "jdbc:mariadb://" + server.endpoint().text() + "/" + server.database(), properties);
  }

  private String sslMode() {
    return switch (server.tls()) {
      case DISABLE, PREFER -> "disable";
      case REQUIRE -> "trust";
      case VERIFY_CA -> "verify-ca";
      case VERIFY_FULL -> "verify-full";
    };
  }

  private Connection prepared(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean isMariaDb = isMariaDb(connection);
      statement.execute(
          isMariaDb
              ? "set max_statement_time = " + limits.timeoutMillis() / 1000.0
              : "set max_execution_time = " + limits.timeoutMillis());
      statement.execute(
          "set innodb_lock_wait_timeout = " + Math.max(1, limits.timeoutMillis() / 1000));
      // strict, so that a value that doesn't fit is refused and not cut; backslashes stay escapes
      statement.execute("set sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'");
      if (readOnly) {
        statement.execute("set session transaction read only");
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static boolean isMariaDb(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("MariaDB");
  }

  @Override
  public String quoted(String name) {
    return '`' + name + '`';
  }

  @Override
  public String qualified(String table) {
    return quoted(table);
  }

  @Override
  public String textType() {
    return "varchar";
  }

  @Override
  public String placeholder(String type) {
    return "?";
  }

  @Override
  public void bind(PreparedStatement statement, int index, SqlText.Parameter parameter)
      throws SQLException {
    Object value = parameter.value();
    switch (value) {
      case null -> statement.setObject(index, null);
      case List<?> list -> statement.setString(index, JsonText.of(list));
      case Map<?, ?> map -> statement.setString(index, JsonText.of(map));
      default -> {
        if (NUMBERS.contains(parameter.type())) {
          statement.setBigDecimal(index, number(value));
        } else if (BYTES.contains(parameter.type())) {
          statement.setBytes(index, bytes(value));
        } else {
          statement.setString(index, text(value));
        }
      }
    }
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static BigDecimal number(Object value) {
    try {
      return value instanceof Boolean flag
          ? flag ? BigDecimal.ONE : BigDecimal.ZERO
          : new BigDecimal(value.toString());
    } catch (NumberFormatException e) {
      throw Jdbc.failure(Reason.INVALID_VALUE, e);
    }
  }

  private static byte[] bytes(Object value) {
    try {
      return Base64.getDecoder().decode(value.toString());
    } catch (IllegalArgumentException e) {
      throw Jdbc.failure(Reason.INVALID_VALUE, e);
    }
  }

  @Override
  public void ownedBy(SqlText text, String column, String subject) {
    text.add("(").column(column).add(" = ").value(column, subject).add(" and binary cast(");
    text.column(column).add(" as char character set utf8mb4) = binary ").text(subject).add(")");
  }

  @Override
  public void like(SqlText text, String column, Like like) {
    String start = like.ignoresCase() ? "lower(cast(" : "(cast(";
    text.add(start)
        .column(column)
        .add(" as char character set utf8mb4)) collate utf8mb4_bin like ");
    text.add(like.ignoresCase() ? "lower(" : "(");
    text.text(like.with("%", "_", literal -> literal.replaceAll("([|%_])", "|$1")));
    text.add(") escape '|'");
  }

  @Override
  public List<String> tables(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      return Jdbc.firstColumn(statement);
    }
  }

  @Override
  public Optional<Table> table(Connection connection, String name) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> key = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String column = rows.getString(1);
          if (column.matches("[a-zA-Z_][a-zA-Z0-9_]{0,63}")) {
            columns.put(column, rows.getString(2));
            if (rows.getBoolean(3)) {
              key.add(column);
            }
          }
        }
      }
    }
    return columns.isEmpty() ? Optional.empty() : Optional.of(new Table(name, columns, key));
  }

  @Override
  public boolean returnsRows(Connection connection, boolean isInsert) throws SQLException {
    return isInsert && isMariaDb(connection);
  }

  @Override
  public @Nullable Object value(ResultSet rows, int index, String type) throws SQLException {
    return switch (type) {
      case "tinyint" -> tiny(rows, index);
      case "smallint", "mediumint", "int", "year" -> {
        long number = rows.getLong(index);
        yield rows.wasNull() ? null : number;
      }
      case "bigint", "decimal", "float", "double" -> Jdbc.number(rows.getString(index));
      case "datetime", "timestamp" -> datetime(rows.getString(index));
      default -> {
        if (BYTES.contains(type) || type.equals("bit")) {
          byte[] bytes = rows.getBytes(index);
          yield bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
        }
        yield rows.getString(index);
      }
    };
  }

  /** {@code boolean} is a {@code tinyint(1)} here, and a driver tells the two from each other. */
  private static @Nullable Object tiny(ResultSet rows, int index) throws SQLException {
    return switch (rows.getObject(index)) {
      case null -> null;
      case Boolean flag -> flag;
      case Number number -> number.longValue();
      case Object other -> other.toString();
    };
  }

  private static @Nullable String datetime(@Nullable String text) {
    String iso = Jdbc.timestamp(text);
    return iso != null && iso.endsWith(".0") ? iso.substring(0, iso.length() - 2) : iso;
  }

  @Override
  public List<String> create(TableDefinition table) {
    return List.of(new MysqlTable(table, qualified(table.name())).statement());
  }

  @Override
  public EngineFailure failure(SQLException e) {
    return Jdbc.failure(reason(e), e);
  }

  private static Reason reason(SQLException e) {
    return switch (e.getErrorCode()) {
      case 1050, 1062, 1586 -> Reason.DUPLICATE;
      case 1048, 1364, 1216, 1217, 1451, 1452, 3819, 4025, 1442, 1906 -> Reason.CONSTRAINT;
      // 1267 and its kin: a text with characters that the column's set of characters doesn't have
      case 1264, 1265, 1267, 1270, 1271, 1292, 1366, 1406, 1411, 1525, 1690, 3140, 3988 ->
          Reason.INVALID_VALUE;
      case 1054 -> Reason.UNKNOWN_COLUMN;
      case 1146, 1051 -> Reason.UNKNOWN_TABLE;
      case 1142, 1143, 1227, 1290, 1792, 1288 -> Reason.NOT_PERMITTED;
      case 1044, 1045, 1049, 1251, 1698, 1820 -> Reason.LOGIN_REFUSED;
      case 1040, 1203 -> Reason.BUSY;
      case 1205, 1317, 1969, 3024 -> Reason.TIMEOUT;
      default -> {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("08")) {
          yield Jdbc.ofConnection(e);
        }
        yield state.startsWith("28") ? Reason.LOGIN_REFUSED : Reason.FAILED;
      }
    };
  }
}
