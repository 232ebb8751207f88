package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.SqlSession.Answer;
import dev.minibaas.engines.command.Filter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Inserts and updates that answer the rows. Where the engine can't do that in the statement (MySQL
 * never, MariaDB only for inserts), the rows are read by their primary key in the same transaction.
 */
record SqlWrites(SqlDialect dialect, SqlSession session, Table table) {

  private interface Work<T> {
    T run() throws SQLException;
  }

  private List<String> columns() {
    return List.copyOf(table.columns().keySet());
  }

  Row insert(Map<String, @Nullable Object> data) throws SQLException {
    SqlText text = insertion(data);
    if (dialect.returnsRows(session.connection(), true)) {
      Answer answer = session.changed(returning(text), columns(), table);
      if (answer.count() == 0) {
        throw new EngineFailure(Reason.CONSTRAINT, "a rule of the table kept the row out");
      }
      return answer.rows().isEmpty() ? new Row(Map.of()) : answer.rows().getFirst();
    }
    return inTransaction(() -> {
      session.count(text);
      Optional<List<Object>> key = insertedKey(data);
      if (key.isEmpty()) {
        return new Row(new LinkedHashMap<>(data));
      }
      return byKeys(List.of(key.get())).getFirst();
    });
  }

  private SqlText insertion(Map<String, @Nullable Object> data) {
    SqlText text = new SqlText(dialect, table).add("insert into ").table();
    if (data.isEmpty()) {
      return text.add(dialect instanceof MysqlDialect ? " () values ()" : " default values");
    }
    text.add(" (").columns(data.keySet()).add(") values (");
    String separator = "";
    for (Map.Entry<String, @Nullable Object> entry : data.entrySet()) {
      text.add(separator).value(entry.getKey(), entry.getValue());
      separator = ", ";
    }
    return text.add(")");
  }

  private SqlText returning(SqlText text) {
    return text.add(" returning ").columns(columns());
  }

  /** The new row's key: given, or counted up by the engine. */
  private Optional<List<Object>> insertedKey(Map<String, @Nullable Object> data)
      throws SQLException {
    List<Object> key = new ArrayList<>();
    for (String column : table.key()) {
      Object value = data.get(column);
      if (value == null && table.key().size() == 1) {
        SqlText last = new SqlText(dialect, Catalogue.NONE).add("select last_insert_id()");
        value = session.rows(last, 1).getFirst().columns().get("value");
      }
      if (value == null) {
        return Optional.empty();
      }
      key.add(value);
    }
    return key.isEmpty() ? Optional.empty() : Optional.of(key);
  }

  Updated update(Scope scope, Filter filter, Map<String, @Nullable Object> data)
      throws SQLException {
    SqlText text = new SqlText(dialect, table).add("update ").table().add(" set ");
    String separator = "";
    for (Map.Entry<String, @Nullable Object> entry : data.entrySet()) {
      text.add(separator).column(entry.getKey()).add(" = ").value(entry.getKey(), entry.getValue());
      separator = ", ";
    }
    text.where(scope, filter);
    if (dialect.returnsRows(session.connection(), false)) {
      Answer answer = session.changed(returning(text), columns(), table);
      return new Updated(answer.count(), answer.count(), answer.rows());
    }
    return inTransaction(() -> {
      List<List<Object>> keys = keysForUpdate(scope, filter, data);
      long count = session.count(text);
      return new Updated(count, count, keys.isEmpty() ? List.of() : byKeys(keys));
    });
  }

  private List<List<Object>> keysForUpdate(
      Scope scope, Filter filter, Map<String, @Nullable Object> data) throws SQLException {
    if (table.key().isEmpty()) {
      throw new EngineFailure(
          Reason.UNSUPPORTED, "table " + table.name() + " has no primary key: it can't be updated");
    }
    if (table.key().stream().anyMatch(data::containsKey)) {
      throw new EngineFailure(Reason.UNSUPPORTED, "this engine can't change a primary key here");
    }
    SqlText text =
        new SqlText(dialect, table)
            .add("select ")
            .columns(table.key())
            .add(" from ")
            .table()
            .where(scope, filter)
            .add(" limit " + session.limits().maxRows() + " for update");
    List<List<Object>> keys = new ArrayList<>();
    for (Row row : session.rows(text, table.key(), table).rows()) {
      List<Object> key = new ArrayList<>();
      row.columns().values().stream().filter(value -> value != null).forEach(key::add);
      keys.add(key);
    }
    return keys;
  }

  private List<Row> byKeys(List<List<Object>> keys) throws SQLException {
    SqlText text =
        new SqlText(dialect, table).add("select ").columns(columns()).add(" from ").table();
    String separator = " where ";
    for (List<Object> key : keys) {
      text.add(separator).add("(");
      for (int i = 0; i < key.size(); i++) {
        String column = table.key().get(i);
        text.add(i == 0 ? "" : " and ").column(column).add(" = ").value(column, key.get(i));
      }
      text.add(")");
      separator = " or ";
    }
    return session.changed(text, columns(), table).rows();
  }

  private <T> T inTransaction(Work<T> work) throws SQLException {
    Connection connection = session.connection();
    connection.setAutoCommit(false);
    try {
      T result = work.run();
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
