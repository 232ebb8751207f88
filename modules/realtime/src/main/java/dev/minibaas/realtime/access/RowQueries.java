package dev.minibaas.realtime.access;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.Session;
import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.access.TableAccess.ColumnAccess;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database whether policies show rows that may not be stored any more: each image becomes
 * a row of the table's type, and the policies' conditions are evaluated over it as the role.
 */
final class RowQueries {
  private static final Logger LOG = Log.of(RowQueries.class);
  private static final long MINUTE = 60_000_000_000L;
  private final CallerSessions sessions;
  private final LongSupplier nanoTime;
  private final Map<TableName, Long> logged = new HashMap<>();

  RowQueries(CallerSessions sessions, LongSupplier nanoTime) {
    this.sessions = sessions;
    this.nanoTime = nanoTime;
  }

  /** A table's questions that one subquery answers. */
  private record Shape(Table table, boolean stored) {}

  /**
   * Those that are shown.
   *
   * @throws SqlFailure when the database can't be asked
   */
  Set<ImageQuestion> shown(Identity identity, Set<ImageQuestion> questions) {
    if (questions.isEmpty()) {
      return Set.of();
    }
    try {
      return ask(identity, questions);
    } catch (SqlFailure e) {
      refuseUnasked(e);
      if (questions.size() == 1) {
        log(questions.iterator().next().table().access().name(), e);
        return Set.of();
      }
    }
    // one of them can't be judged; which one shows when each is asked alone
    Set<ImageQuestion> shown = new HashSet<>();
    for (ImageQuestion question : questions) {
      shown.addAll(shown(identity, Set.of(question)));
    }
    return shown;
  }

  /** No answer about the row: no connection, no resources, a server that ends. */
  static void refuseUnasked(SqlFailure failure) {
    String state = failure.sqlState();
    boolean unasked =
        failure.kind() != SqlFailure.Kind.STATEMENT
            || state.startsWith("53")
            || state.startsWith("57P")
            || state.startsWith("58")
            || state.startsWith("40");
    if (unasked) {
      throw failure;
    }
  }

  private Set<ImageQuestion> ask(Identity identity, Set<ImageQuestion> questions) {
    Map<Shape, List<ImageQuestion>> shapes = new LinkedHashMap<>();
    for (ImageQuestion question : questions) {
      shapes
          .computeIfAbsent(
              new Shape(question.table(), question.stored()), shape -> new ArrayList<>())
          .add(question);
    }
    var sql = new Sql().append("select ");
    shapes.forEach((shape, of) -> {
      sql.append(shape.stored() ? stored(shape.table(), of) : evaluated(shape.table(), of));
      sql.append(", ");
    });
    var session = new Session(identity.role(), identity.claims(), List.of(), true, null);
    return sessions.read(
        session,
        sql.append("current_user").build(),
        row -> read(row, List.copyOf(shapes.values())));
  }

  private static Set<ImageQuestion> read(ResultSet row, List<List<ImageQuestion>> shapes)
      throws SQLException {
    Set<ImageQuestion> shown = new HashSet<>();
    for (int i = 0; i < shapes.size(); i++) {
      String answers = row.getString(i + 1);
      List<ImageQuestion> asked = shapes.get(i);
      for (int j = 0; j < asked.size(); j++) {
        if (answers.charAt(j) == '1') {
          shown.add(asked.get(j));
        }
      }
    }
    return shown;
  }

  private static Sql evaluated(Table table, List<ImageQuestion> questions) {
    List<ColumnAccess> needed = table.needed();
    TableAccess access = table.access();
    var condition = new Sql().append("(select ");
    condition.append(SqlTexts.withoutParameters(access.condition()));
    // a function that returns the table's type gives the whole row that type, too
    condition.append(" from unnest(array[row(");
    String separator = "";
    for (ColumnAccess column : access.columns()) {
      int index = needed.indexOf(column);
      condition.append(separator);
      condition.append(
          index < 0
              ? "null"
              : "\"!i\".v" + index + "::" + SqlTexts.withoutParameters(column.cast()));
      separator = ", ";
    }
    condition.append(")::").identifier(access.name().schema(), access.name().name());
    condition.append("]) as ").identifier(access.name().name()).append(")");
    return each(condition, needed, questions);
  }

  /** By a plain select, which row-level security then judges itself. */
  private static Sql stored(Table table, List<ImageQuestion> questions) {
    TableAccess access = table.access();
    List<ColumnAccess> key = access.key();
    var condition = new Sql().append("exists (select from ");
    condition
        .identifier(access.name().schema(), access.name().name())
        .append(" as \"!t\" where true");
    for (int i = 0; i < key.size(); i++) {
      condition.append(" and \"!t\".").identifier(key.get(i).name());
      condition.append(" = \"!i\".v" + i + "::" + SqlTexts.withoutParameters(key.get(i).cast()));
    }
    return each(condition.append(")"), key, questions);
  }

  /** A text with 1 or 0 for each question. */
  private static Sql each(
      Sql condition, List<ColumnAccess> columns, List<ImageQuestion> questions) {
    var sql = new Sql().append("(select string_agg(case when ").append(condition);
    sql.append(" then '1' else '0' end, '' order by \"!i\".n) from unnest(");
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      sql.value(SqlTexts.array(values(columns.get(i).name(), questions)), "text[]").append(", ");
      names.append('v').append(i).append(", ");
    }
    // never without an array, which gives the number of rows
    sql.value(SqlTexts.array(questions.stream().map(question -> "").toList()), "text[]");
    return sql.append(") with ordinality as \"!i\"(" + names + "none, n))");
  }

  private static List<@Nullable String> values(String column, List<ImageQuestion> questions) {
    List<@Nullable String> values = new ArrayList<>();
    for (ImageQuestion question : questions) {
      Value value = question.image().value(column);
      values.add(value instanceof Value.Text text ? text.text() : null);
    }
    return values;
  }

  private void log(TableName table, SqlFailure failure) {
    long now = nanoTime.getAsLong();
    Long last = logged.get(table);
    if (last == null || now - last > MINUTE) {
      logged.put(table, now);
      LOG.log(
          Level.WARNING,
          "The policies of {0} cannot be judged for a row, which is not shown: {1}",
          new Object[] {table, failure.serverMessage()});
    }
  }
}
