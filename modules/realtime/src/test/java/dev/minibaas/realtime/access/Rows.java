package dev.minibaas.realtime.access;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stored rows as the changes that made them. */
final class Rows {
  private Rows() {}

  /** In the order of the first column. */
  static List<Change> inserts(TestDatabase database, TableName table) {
    List<Column> columns = columns(database, table);
    List<Change> changes = new ArrayList<>();
    for (Row row : rows(database, table, columns)) {
      changes.add(change(table, ChangeKind.INSERT, columns, row, null));
    }
    return changes;
  }

  static Change change(
      TableName table,
      ChangeKind kind,
      List<Column> columns,
      @Nullable Row after,
      @Nullable Row before) {
    return new Change(Position.ofChange(1, 1), table, kind, columns, after, before, Instant.EPOCH);
  }

  /** The same row, deleted: with all its values, or with its key alone. */
  static Change delete(Change insert, boolean keyOnly) {
    return change(insert.table(), ChangeKind.DELETE, insert.columns(), null, old(insert, keyOnly));
  }

  static Row old(Change insert, boolean keyOnly) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < insert.columns().size(); i++) {
      boolean known = !keyOnly || insert.columns().get(i).key();
      values.add(known ? insert.after().orElseThrow().values().get(i) : Value.NULL);
    }
    return new Row(values, keyOnly);
  }

  /** The row with another value in one column. */
  static Row with(Change insert, String column, Value value) {
    List<Value> values = new ArrayList<>(insert.after().orElseThrow().values());
    for (int i = 0; i < values.size(); i++) {
      if (insert.columns().get(i).name().equals(column)) {
        values.set(i, value);
      }
    }
    return new Row(values, false);
  }

  private static String quoted(TableName table) {
    return Sql.quoted(table.schema()) + "." + Sql.quoted(table.name());
  }

  /** As the replication describes them: no generated ones, domains by their basis. */
  private static List<Column> columns(TestDatabase database, TableName table) {
    return database
        .query(
            """
            select concat_ws(' ', coalesce(b.typname, t.typname),
              coalesce(a.attnum = any (i.indkey::int2[]), false), a.attname)
            from pg_attribute a join pg_type t on t.oid = a.atttypid
            left join pg_type b on b.oid = t.typbasetype and t.typtype = 'd'
            left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
            where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped
              and a.attgenerated = '' order by a.attnum
            """
                .formatted(Sql.literal(quoted(table))))
        .stream()
        .map(line -> line.split(" ", 3))
        .map(parts -> new Column(parts[2], parts[0], parts[1].equals("t")))
        .toList();
  }

  private static List<Row> rows(TestDatabase database, TableName table, List<Column> columns) {
    List<String> texts =
        columns.stream()
            .map(column -> '"' + column.name().replace("\"", "\"\"") + '"')
            .map(name ->
                "case when num_nulls(%s) = 0 then format('%%s', %s) end".formatted(name, name))
            .toList();
    String sql = "select %s from %s order by 1".formatted(String.join(", ", texts), quoted(table));
    try (Connection connection = database.dataSource(Login.SUPERUSER).getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<Row> rows = new ArrayList<>();
      while (result.next()) {
        List<Value> values = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          String text = result.getString(i);
          values.add(text == null ? Value.NULL : Value.of(text));
        }
        rows.add(new Row(values, false));
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + " in: " + sql, e);
    }
  }
}
