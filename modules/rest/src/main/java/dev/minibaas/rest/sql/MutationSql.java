package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.rest.parse.RowRange;
import dev.minibaas.rest.plan.Condition;
import dev.minibaas.rest.plan.Mutation;
import dev.minibaas.rest.plan.Ordering;
import dev.minibaas.rest.schema.Column;
import dev.minibaas.rest.schema.Name;
import java.util.List;
import java.util.function.Consumer;

/** INSERT, UPDATE and DELETE. */
final class MutationSql {
  private static final Name BODY = Name.local("pgrst_body");

  private MutationSql() {}

  static void mutation(Sql sql, Mutation mutation) {
    switch (mutation) {
      case Mutation.Insert insert -> insert(sql, insert);
      case Mutation.Update update -> update(sql, update);
      case Mutation.Delete delete -> delete(sql, delete);
    }
  }

  private static void insert(Sql sql, Mutation.Insert insert) {
    List<Column> columns = insert.body().columns();
    Name table = insert.table().name();
    sql.append("INSERT INTO ");
    Fragments.name(sql, table);
    if (!columns.isEmpty()) {
      sql.append("(");
      each(columns, sql, column -> sql.identifier(column.name()));
      sql.append(")");
    }
    sql.append(" SELECT ");
    each(columns, sql, column -> Fragments.column(sql, BODY, column.name()));
    sql.append(" ");
    BodySql.from(sql, insert.body());
    Mutation.Conflict conflict = insert.conflict();
    if (conflict != null && conflict.merges()) {
      sql.append("WHERE ").append(counted("+ 1", "0"));
      if (insert.isPut()) {
        sql.append(" AND ");
        Fragments.all(sql, BODY, insert.only());
      }
    }
    if (conflict != null) {
      conflict(sql, conflict, columns);
    }
    returning(sql, table, insert.returning());
  }

  private static void conflict(Sql sql, Mutation.Conflict conflict, List<Column> columns) {
    sql.append(" ON CONFLICT(");
    for (int i = 0; i < conflict.columns().size(); i++) {
      sql.append(i == 0 ? "" : ", ").identifier(conflict.columns().get(i));
    }
    if (!conflict.merges() || columns.isEmpty()) {
      sql.append(") DO NOTHING");
      return;
    }
    sql.append(") DO UPDATE SET ");
    each(
        columns,
        sql,
        column -> {
          sql.identifier(column.name()).append(" = EXCLUDED.").identifier(column.name());
        });
    sql.append(" WHERE ").append(counted("- 1", "-1"));
  }

  /**
   * Counts the rows that are really inserted, in a setting: one more for each candidate, one less
   * for each that turns out to exist. Always true.
   */
  private static String counted(String step, String always) {
    return "set_config('pgrst.inserted', (coalesce(nullif(current_setting('pgrst.inserted', true),"
        + " '')::int, 0) "
        + step
        + ")::text, true) <> '"
        + always
        + "'";
  }

  private static void update(Sql sql, Mutation.Update update) {
    Name table = update.table().name();
    List<Column> columns = update.body().columns();
    if (columns.isEmpty()) {
      sql.append("SELECT ");
      returned(sql, table, update.returning());
      sql.append(" FROM ");
      Fragments.name(sql, table);
      sql.append(" WHERE false");
      return;
    }
    if (update.range().isAll()) {
      sql.append("UPDATE ");
      Fragments.name(sql, table);
      sql.append(" SET ");
      each(
          columns,
          sql,
          column -> {
            sql.identifier(column.name()).append(" = ");
            Fragments.column(sql, BODY, column.name());
          });
      sql.append(" ");
      BodySql.from(sql, update.body());
      where(sql, table, update.where());
    } else {
      limitedUpdate(sql, update, table, columns);
    }
    returning(sql, table, update.returning());
  }

  private static void limitedUpdate(
      Sql sql, Mutation.Update update, Name table, List<Column> columns) {
    sql.append("WITH pgrst_update_body AS (SELECT ");
    each(columns, sql, column -> Fragments.column(sql, BODY, column.name()));
    sql.append(" ");
    BodySql.from(sql, update.body());
    sql.append("LIMIT 1), ");
    affected(sql, table, update.where(), update.order(), update.range());
    sql.append(" UPDATE ");
    Fragments.name(sql, table);
    sql.append(" SET ");
    each(
        columns,
        sql,
        column -> {
          sql.identifier(column.name()).append(" = (SELECT ").identifier(column.name());
          sql.append(" FROM pgrst_update_body)");
        });
    sql.append(" FROM pgrst_affected_rows WHERE ");
    sameRows(sql, table, update.order());
  }

  private static void delete(Sql sql, Mutation.Delete delete) {
    Name table = delete.table().name();
    if (delete.range().isAll()) {
      sql.append("DELETE FROM ");
      Fragments.name(sql, table);
      where(sql, table, delete.where());
    } else {
      sql.append("WITH ");
      affected(sql, table, delete.where(), delete.order(), delete.range());
      sql.append(" DELETE FROM ");
      Fragments.name(sql, table);
      sql.append(" USING pgrst_affected_rows WHERE ");
      sameRows(sql, table, delete.order());
    }
    returning(sql, table, delete.returning());
  }

  /** The rows within the limit, known by the columns that order them. */
  private static void affected(
      Sql sql, Name table, List<Condition> where, List<Ordering> order, RowRange range) {
    sql.append("pgrst_affected_rows AS (SELECT ");
    List<String> columns = columns(order);
    for (int i = 0; i < columns.size(); i++) {
      sql.append(i == 0 ? "" : ", ");
      Fragments.named(sql, table, columns.get(i));
    }
    sql.append(" FROM ");
    Fragments.name(sql, table);
    where(sql, table, where);
    Fragments.order(sql, table, order);
    Fragments.range(sql, range);
    sql.append(")");
  }

  private static List<String> columns(List<Ordering> order) {
    return order.stream().map(ordering -> ordering.field().name()).distinct().toList();
  }

  private static void sameRows(Sql sql, Name table, List<Ordering> order) {
    List<String> columns = columns(order);
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      sql.append(i == 0 ? "" : " AND ");
      Fragments.named(sql, table, column);
      sql.append(" = ");
      Fragments.named(sql, Name.local("pgrst_affected_rows"), column);
    }
  }

  private static void where(Sql sql, Name table, List<Condition> conditions) {
    if (!conditions.isEmpty()) {
      sql.append(" WHERE ");
      Fragments.all(sql, table, conditions);
    }
  }

  private static void returning(Sql sql, Name table, List<String> columns) {
    sql.append(" RETURNING ");
    returned(sql, table, columns);
  }

  private static void returned(Sql sql, Name table, List<String> columns) {
    if (columns.isEmpty()) {
      sql.append("1");
    }
    for (int i = 0; i < columns.size(); i++) {
      sql.append(i == 0 ? "" : ", ");
      Fragments.column(sql, table, columns.get(i));
    }
  }

  private static void each(List<Column> columns, Sql sql, Consumer<Column> write) {
    for (int i = 0; i < columns.size(); i++) {
      sql.append(i == 0 ? "" : ", ");
      write.accept(columns.get(i));
    }
  }
}
