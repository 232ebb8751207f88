package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.command.Command.Delete;
import dev.minibaas.engines.command.Command.Insert;
import dev.minibaas.engines.command.Command.Select;
import dev.minibaas.engines.command.Command.Update;
import dev.minibaas.engines.command.Names;
import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.target.EngineKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engines that speak SQL over JDBC. */
final class SqlEngine implements Engine {
  private static final int SECONDS_TO_ANSWER = 2;

  private final SqlDialect dialect;
  private final Limits limits;
  private final Pool<Connection> pool;
  private final Catalogue catalogue;

  private SqlEngine(SqlDialect dialect, Limits limits) {
    this.dialect = dialect;
    this.limits = limits;
    this.pool = new Pool<>(new Connections(dialect), limits);
    this.catalogue = new Catalogue(dialect);
  }

  static SqlEngine of(SqlDialect dialect, Limits limits) {
    return new SqlEngine(dialect, limits);
  }

  private record Connections(SqlDialect dialect) implements Pool.Source<Connection> {
    @Override
    public Connection open() {
      return dialect.open();
    }

    @Override
    public boolean isAlive(Connection connection) {
      try {
        return connection.isValid(SECONDS_TO_ANSWER);
      } catch (SQLException e) {
        return false;
      }
    }

    @Override
    public void close(Connection connection) {
      try {
        connection.close();
      } catch (SQLException e) {
        // it is broken, which may be why it is closed
      }
    }
  }

  /** Work of JDBC on one connection. */
  private interface Work<T> {
    T run(SqlSession session) throws SQLException;
  }

  @Override
  public EngineKind kind() {
    return dialect.kind();
  }

  private <T> T with(@Nullable String subject, Work<T> work) {
    return pool.with(connection -> {
      try {
        return work.run(new SqlSession(connection, dialect, limits, subject));
      } catch (SQLException e) {
        throw failure(e);
      }
    });
  }

  private EngineFailure failure(SQLException e) {
    EngineFailure failure = dialect.failure(e);
    if (failure.reason() == Reason.UNKNOWN_COLUMN || failure.reason() == Reason.UNKNOWN_TABLE) {
      catalogue.forget();
    }
    return failure;
  }

  /** Reads once more when the first connection turns out to be a dead one of the pool. */
  private <T> T reading(@Nullable String subject, Work<T> work) {
    try {
      return with(subject, work);
    } catch (EngineFailure e) {
      if (e.reason() != Reason.UNREACHABLE || !(e.getCause() instanceof SQLException)) {
        throw e;
      }
      return with(subject, work);
    }
  }

  @Override
  public void test() {
    with(null, session -> session.rows(new SqlText(dialect, Catalogue.NONE).add("select 1"), 1));
  }

  @Override
  public List<String> tables(Scope scope) {
    return reading(null, session -> dialect.tables(session.connection()));
  }

  @Override
  public List<Row> select(Scope scope, Select select) {
    return reading(
        scope.subject(),
        session -> {
          Table table = catalogue.table(session.connection(), select.table());
          List<String> columns =
              select.columns().isEmpty() ? List.copyOf(table.columns().keySet()) : select.columns();
          SqlText text =
              new SqlText(dialect, table)
                  .add("select ")
                  .columns(columns)
                  .add(" from ")
                  .table()
                  .where(scope, select.filter())
                  .orderBy(select.sort())
                  .add(" limit " + select.limit() + " offset " + select.offset());
          return session.rows(text, columns, table).rows();
        });
  }

  @Override
  public Row insert(Scope scope, Insert insert) {
    scope.requireNoKeys();
    return with(
        scope.subject(),
        session -> {
          Table table = catalogue.table(session.connection(), insert.table());
          return new SqlWrites(dialect, session, table).insert(Owned.data(scope, insert.data()));
        });
  }

  @Override
  public Updated update(Scope scope, Update update) {
    return with(
        scope.subject(),
        session -> {
          Table table = catalogue.table(session.connection(), update.table());
          Map<String, @Nullable Object> data = Owned.changes(scope, update.data());
          return new SqlWrites(dialect, session, table).update(scope, update.filter(), data);
        });
  }

  @Override
  public long delete(Scope scope, Delete delete) {
    return with(
        scope.subject(),
        session -> {
          Table table = catalogue.table(session.connection(), delete.table());
          return session.count(
              new SqlText(dialect, table)
                  .add("delete from ")
                  .table()
                  .where(scope, delete.filter()));
        });
  }

  @Override
  public String createTable(TableDefinition table) {
    List<String> statements = dialect.create(table);
    return with(
        null,
        session -> {
          together(session.connection(), statements);
          catalogue.forget();
          return String.join(";\n", statements) + ";";
        });
  }

  /** All or nothing, where the engine can: a table is never there without its row security. */
  private static void together(Connection connection, List<String> statements) throws SQLException {
    connection.setAutoCommit(false);
    try {
      for (String statement : statements) {
        run(connection, statement);
      }
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      undo(connection, e);
      throw e;
    }
  }

  private static void undo(Connection connection, SQLException cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e); // the connection is gone, and its transaction with it
    }
  }

  @Override
  public void dropTable(String table) {
    String name = Names.table(kind(), table);
    with(
        null,
        session -> {
          run(session.connection(), "drop table if exists " + dialect.qualified(name));
          catalogue.forget();
          return name;
        });
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public int connections() {
    return pool.connections();
  }

  @Override
  public void evictIdle() {
    pool.evictIdle();
  }

  @Override
  public void close() {
    pool.close();
  }
}
