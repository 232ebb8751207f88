package dev.minibaas.engines;

import dev.minibaas.engines.command.Like;
import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.target.EngineKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one SQL engine does in its own way. */
sealed interface SqlDialect permits PostgresDialect, MysqlDialect, SqliteDialect {

  EngineKind kind();

  /** A connection to a tested target, with its limits set. */
  Connection open();

  String quoted(String name);

  /** The table in the one schema that is reachable. */
  String qualified(String table);

  String textType();

  String placeholder(String type);

  void bind(PreparedStatement statement, int index, SqlText.Parameter parameter)
      throws SQLException;

  /** The condition that a row belongs to a subject, exactly, whatever collation its column has. */
  void ownedBy(SqlText text, String column, String subject);

  void like(SqlText text, String column, Like like);

  List<String> tables(Connection connection) throws SQLException;

  Optional<Table> table(Connection connection, String name) throws SQLException;

  /** Right before a statement: starts its clock where the engine has none. */
  default void starting(Connection connection) throws SQLException {}

  /**
   * What stands before a statement so that the database's own rules see the subject; or nothing.
   */
  default String preamble(@Nullable String subject) {
    return "";
  }

  /** Whether inserts and updates can answer the rows. */
  default boolean returnsRows(Connection connection, boolean isInsert) throws SQLException {
    return true;
  }

  /** A value of an answer. */
  @Nullable Object value(ResultSet rows, int index, String type) throws SQLException;

  /** The statements that make a table, in order. */
  List<String> create(TableDefinition table);

  EngineFailure failure(SQLException e);
}
