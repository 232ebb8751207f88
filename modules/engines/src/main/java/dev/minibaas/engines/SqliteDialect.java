package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.command.Like;
import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.engines.target.Target.File;
import dev.minibaas.engines.target.Targets;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteException;

/** SQLite, without attached databases and extensions, and with a clock for each statement. */
record SqliteDialect(Targets targets, File file, Limits limits, boolean readOnly)
    implements SqlDialect {
  private static final int PAGE_BYTES = 4096;

  /** Between two looks at the clock. */
  private static final int STEPS = 10_000;

  private static final String IS_TABLE =
      "s.type in ('table', 'view') and s.name not like 'sqlite\\_%' escape '\\'";

  @Override
  public EngineKind kind() {
    return EngineKind.SQLITE;
  }

  @Override
  public Connection open() {
    try {
      targets.check(file);
      return configuration().createConnection("jdbc:sqlite:" + file.path());
    } catch (InvalidTarget e) {
      throw new EngineFailure(Reason.REFUSED_TARGET, Opening.message(e), e);
    } catch (SQLException e) {
      throw Jdbc.failure(Reason.UNREACHABLE, e);
    }
  }

  private SQLiteConfig configuration() {
    SQLiteConfig configuration = new SQLiteConfig();
    configuration.enableLoadExtension(false);
    configuration.setPragma(Pragma.LIMIT_ATTACHED, "0");
    configuration.setPragma(Pragma.LIMIT_WORKER_THREADS, "0");
    configuration.setBusyTimeout(limits.timeoutMillis());
    configuration.enforceForeignKeys(true);
    configuration.setReadOnly(readOnly);
    if (!readOnly) {
      long pages = targets.policy().sqliteMaxBytes() / PAGE_BYTES;
      configuration.setPragma(Pragma.MAX_PAGE_COUNT, Long.toString(pages));
      configuration.setJournalMode(SQLiteConfig.JournalMode.WAL);
    }
    return configuration;
  }

  @Override
  public void starting(Connection connection) throws SQLException {
    ProgressHandler.setHandler(connection, STEPS, new Deadline(System.nanoTime() + limits.nanos()));
  }

  /** Interrupts a statement whose time is over: SQLite has no timeout of its own. */
  private static final class Deadline extends ProgressHandler {
    private final long end;

    Deadline(long end) {
      this.end = end;
    }

    @Override
    protected int progress() {
      return System.nanoTime() - end > 0 ? 1 : 0;
    }
  }

  /** Brackets: what stands in double quotes and is no column would be a text to SQLite. */
  @Override
  public String quoted(String name) {
    return '[' + name + ']';
  }

  @Override
  public String qualified(String table) {
    return "main." + quoted(table);
  }

  @Override
  public String textType() {
    return "TEXT";
  }

  @Override
  public String placeholder(String type) {
    return "?";
  }

  @Override
  public void bind(PreparedStatement statement, int index, SqlText.Parameter parameter)
      throws SQLException {
    switch (parameter.value()) {
      case null -> statement.setObject(index, null);
      case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
      case Long number -> statement.setLong(index, number);
      case BigDecimal number -> statement.setDouble(index, number.doubleValue());
      case List<?> list -> statement.setString(index, JsonText.of(list));
      case Map<?, ?> map -> statement.setString(index, JsonText.of(map));
      case Object text -> statement.setString(index, text.toString());
    }
  }

  @Override
  public void ownedBy(SqlText text, String column, String subject) {
    text.column(column).add(" collate binary = ").text(subject);
  }

  @Override
  public void like(SqlText text, String column, Like like) {
    if (like.ignoresCase()) {
      text.column(column).add(" like ");
      text.text(like.with("%", "_", literal -> literal.replaceAll("([|%_])", "|$1")));
      text.add(" escape '|'");
    } else {
      text.column(column).add(" glob ");
      text.text(like.with("*", "?", literal -> literal.replaceAll("([*?\\[])", "[$1]")));
    }
  }

  @Override
  public List<String> tables(Connection connection) throws SQLException {
    starting(connection);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select s.name from main.sqlite_schema s where "
                + IS_TABLE
                + " order by 1 limit 1000")) {
      return Jdbc.firstColumn(statement);
    }
  }

  @Override
  public Optional<Table> table(Connection connection, String name) throws SQLException {
    starting(connection);
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> key = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select i.name, i.type, i.pk > 0 from main.sqlite_schema s, pragma_table_info(s.name) i"
                + " where s.name = ? and "
                + IS_TABLE)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String column = rows.getString(1);
          if (column.matches("[a-zA-Z_][a-zA-Z0-9_]{0,63}")) {
            columns.put(column, rows.getString(2).toUpperCase(Locale.ROOT));
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
  public @Nullable Object value(ResultSet rows, int index, String type) throws SQLException {
    return switch (rows.getObject(index)) {
      case null -> null;
      case Number flag when type.startsWith("BOOL") -> flag.intValue() != 0;
      case Integer number -> number.longValue();
      case Long number -> number;
      case Double number -> number;
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      case Object text -> text.toString();
    };
  }

  @Override
  public List<String> create(TableDefinition table) {
    return List.of(new SqliteTable(table, qualified(table.name())).statement());
  }

  @Override
  public EngineFailure failure(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return Jdbc.failure(Reason.FAILED, e);
    }
    return Jdbc.failure(
        switch (sqlite.getResultCode()) {
          case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
              Reason.DUPLICATE;
          case SQLITE_CONSTRAINT_DATATYPE, SQLITE_MISMATCH -> Reason.INVALID_VALUE;
          case SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED -> Reason.BUSY;
          case SQLITE_INTERRUPT -> Reason.TIMEOUT;
          case SQLITE_FULL, SQLITE_TOOBIG -> Reason.TOO_LARGE;
          case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_CORRUPT -> Reason.UNREACHABLE;
          default -> other(sqlite);
        },
        e);
  }

  private static Reason other(SQLiteException e) {
    String name = e.getResultCode().name();
    if (name.startsWith("SQLITE_CONSTRAINT")) {
      return Reason.CONSTRAINT;
    }
    // SQLite has no code of its own for it
    if (e.getMessage() != null && e.getMessage().contains(" already exists")) {
      return Reason.DUPLICATE;
    }
    return name.startsWith("SQLITE_READONLY") ? Reason.NOT_PERMITTED : Reason.FAILED;
  }
}
