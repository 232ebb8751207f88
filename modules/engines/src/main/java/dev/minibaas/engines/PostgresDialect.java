package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.Row.RawJson;
import dev.minibaas.engines.command.Like;
import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.PinnedSocketFactory;
import dev.minibaas.engines.target.Target.Server;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.engines.target.Tls;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * PostgreSQL. Values go as text with a cast to their column's type, so that the server describes
 * nothing and a statement is one round trip, together with the setting that its row security reads.
 */
record PostgresDialect(Targets targets, Server server, Limits limits, boolean readOnly)
    implements SqlDialect {
  private static final String PREAMBLE = "select set_config('app.current_user_id', ?::text, true);";
  private static final Driver DRIVER = new Driver();

  /** How long the driver may wait beyond the statement's own timeout. */
  private static final int GRACE_SECONDS = 5;

  private static final String COLUMNS =
      """
      select a.attname, format_type(a.atttypid, null),
             coalesce(a.attnum = any (i.indkey::int2[]), false)
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_catalog.pg_index i on i.indrelid = c.oid and i.indisprimary
       where n.nspname = ? and c.relname = ? and c.relkind in ('r', 'p', 'v', 'm', 'f')
       order by a.attnum\
      """;
  private static final String TABLES =
      """
      select c.relname
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where n.nspname = ? and c.relkind in ('r', 'p', 'v', 'm', 'f')
       order by c.relname collate "C" limit 1000\
      """;

  @Override
  public EngineKind kind() {
    return EngineKind.POSTGRESQL;
  }

  @Override
  public Connection open() {
    String url = "jdbc:postgresql://" + server.endpoint().text() + "/";
    return Opening.connect(
        targets,
        server.endpoint(),
        limits,
        () -> prepared(DRIVER.connect(url, properties())),
        this::failure);
  }

  private Properties properties() {
    Properties properties = new Properties();
    int seconds = Math.max(1, limits.timeoutMillis() / 1000);
    PGProperty.PG_DBNAME.set(properties, server.database());
    PGProperty.USER.set(properties, server.user() == null ? "postgres" : server.user());
    PGProperty.PASSWORD.set(properties, server.password() == null ? "" : server.password());
    PGProperty.SOCKET_FACTORY.set(properties, PinnedSocketFactory.class.getName());
    PGProperty.SSL_MODE.set(properties, sslMode());
    if (server.tls().compareTo(Tls.VERIFY_CA) >= 0) {
      PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    PGProperty.JAAS_LOGIN.set(properties, false);
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds + GRACE_SECONDS);
    PGProperty.APPLICATION_NAME.set(properties, applicationName());
    PGProperty.PREPARED_STATEMENT_CACHE_QUERIES.set(properties, 64);
    PGProperty.MAX_RESULT_BUFFER.set(properties, Long.toString(limits.wireBytes()));
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    return properties;
  }

  private String sslMode() {
    return switch (server.tls()) {
      case DISABLE -> "disable";
      case PREFER -> "prefer";
      case REQUIRE -> "require";
      case VERIFY_CA -> "verify-ca";
      case VERIFY_FULL -> "verify-full";
    };
  }

  private String applicationName() {
    String name = server.options().get("application_name");
    return name != null ? name : server.options().getOrDefault("applicationname", "mini-baas");
  }

  private Connection prepared(@Nullable Connection connection) throws SQLException {
    if (connection == null) {
      throw new SQLException("the driver doesn't know its URL", "08001");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "set statement_timeout = "
              + limits.timeoutMillis()
              + "; set timezone = 'UTC'; set datestyle = 'ISO'; set bytea_output = 'hex'"
              + "; set standard_conforming_strings = on"
              + (readOnly ? "; set session characteristics as transaction read only" : ""));
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public String quoted(String name) {
    return '"' + name + '"';
  }

  @Override
  public String qualified(String table) {
    return quoted(schema()) + '.' + quoted(table);
  }

  private String schema() {
    return server.options().getOrDefault("currentschema", "public");
  }

  @Override
  public String textType() {
    return "text";
  }

  @Override
  public String placeholder(String type) {
    return "?::" + type;
  }

  @Override
  public void bind(PreparedStatement statement, int index, SqlText.Parameter parameter)
      throws SQLException {
    statement.setString(index, text(parameter));
  }

  private static @Nullable String text(SqlText.Parameter parameter) {
    return switch (parameter.value()) {
      case null -> null;
      case BigDecimal number -> number.toPlainString();
      case List<?> list when parameter.type().endsWith("[]") -> ArrayText.of(list);
      case List<?> list -> JsonText.of(list);
      case Map<?, ?> map -> JsonText.of(map);
      case String text when isJson(parameter.type()) -> JsonText.of(text);
      case Object value -> value.toString();
    };
  }

  private static boolean isJson(String type) {
    return type.equals("json") || type.equals("jsonb");
  }

  @Override
  public void ownedBy(SqlText text, String column, String subject) {
    text.add("(").column(column).add(" = ").value(column, subject).add(" and ").column(column);
    text.add("::text collate \"C\" = ").text(subject).add(")");
  }

  @Override
  public void like(SqlText text, String column, Like like) {
    text.column(column).add("::text ").add(like.ignoresCase() ? "ilike " : "like ");
    text.text(like.with("%", "_", literal -> literal.replaceAll("([\\\\%_])", "\\\\$1")));
    text.add(" escape '\\'");
  }

  @Override
  public String preamble(@Nullable String subject) {
    return subject == null ? "" : PREAMBLE;
  }

  @Override
  public List<String> tables(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setString(1, schema());
      return Jdbc.firstColumn(statement);
    }
  }

  @Override
  public Optional<Table> table(Connection connection, String name) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> key = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, schema());
      statement.setString(2, name);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String column = rows.getString(1);
          if (column.matches("[a-zA-Z_][a-zA-Z0-9_]{0,62}")) {
            columns.put(column, unlimited(rows.getString(2)));
            if (rows.getBoolean(3)) {
              key.add(column);
            }
          }
        }
      }
    }
    return columns.isEmpty() ? Optional.empty() : Optional.of(new Table(name, columns, key));
  }

  /** {@code character} and {@code bit} without a length mean one of them, and cut the rest off. */
  private static String unlimited(String type) {
    return switch (type) {
      case "character" -> "bpchar";
      case "bit" -> "bit varying";
      default -> type;
    };
  }

  @Override
  public @Nullable Object value(ResultSet rows, int index, String type) throws SQLException {
    return switch (type) {
      case "smallint", "integer", "bigint", "oid" -> {
        long number = rows.getLong(index);
        yield rows.wasNull() ? null : number;
      }
      case "boolean" -> {
        boolean flag = rows.getBoolean(index);
        yield rows.wasNull() ? null : flag;
      }
      case "numeric", "real", "double precision" -> Jdbc.number(rows.getString(index));
      case "json", "jsonb" -> {
        String json = rows.getString(index);
        yield json == null ? null : new RawJson(json);
      }
      case "timestamp with time zone", "timestamp without time zone" ->
          Jdbc.timestamp(rows.getString(index));
      default -> rows.getString(index);
    };
  }

  @Override
  public List<String> create(TableDefinition table) {
    return new PostgresTable(table, qualified(table.name())).statements();
  }

  @Override
  public EngineFailure failure(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return switch (state) {
      // the others: of a table or its type
      case "23505", "42P07", "42710" -> Jdbc.failure(Reason.DUPLICATE, e);
      case "42P01", "3F000" -> Jdbc.failure(Reason.UNKNOWN_TABLE, e);
      case "42703" -> Jdbc.failure(Reason.UNKNOWN_COLUMN, e);
      case "42501", "25006" -> Jdbc.failure(Reason.NOT_PERMITTED, e);
      case "57014", "55P03" -> Jdbc.failure(Reason.TIMEOUT, e);
      case "42846", "42804", "42883" -> Jdbc.failure(Reason.INVALID_VALUE, e);
      case "428C9", "44000" -> Jdbc.failure(Reason.CONSTRAINT, e);
      case "3D000" -> Jdbc.failure(Reason.LOGIN_REFUSED, e);
      default ->
          switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "23" -> Jdbc.failure(Reason.CONSTRAINT, e);
            case "22" -> Jdbc.failure(Reason.INVALID_VALUE, e);
            case "28" -> Jdbc.failure(Reason.LOGIN_REFUSED, e);
            case "08" -> Jdbc.failure(Jdbc.ofConnection(e), e);
            case "53", "57" -> Jdbc.failure(Reason.UNREACHABLE, e);
            default -> Jdbc.failure(Reason.FAILED, e);
          };
    };
  }
}
