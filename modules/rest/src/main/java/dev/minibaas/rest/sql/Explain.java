package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.Statement;
import dev.minibaas.rest.parse.MediaType;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * EXPLAIN of a statement. Its rows have no place for {@code current_user}, so a select of that goes
 * ahead of it in the same trip.
 */
final class Explain {
  private static final String PLAN_ROWS = "\"Plan Rows\":";

  private Explain() {}

  static Statement statement(MediaType.Plan asked, Sql of) {
    StringBuilder options = new StringBuilder(asked.asJson() ? "FORMAT JSON" : "FORMAT TEXT");
    asked.options().forEach(option -> options.append(", ").append(option));
    return statement(options.toString(), of);
  }

  static Statement statement(Sql of) {
    return statement("FORMAT JSON", of);
  }

  private static Statement statement(String options, Sql of) {
    return new Sql().append("select current_user; EXPLAIN (" + options + ") ").append(of).build();
  }

  static QueryRow row(ResultSet row, MediaType.Plan asked) throws SQLException {
    StringBuilder body = new StringBuilder();
    for (String line : lines(row)) {
      body.append(line).append(asked.asJson() ? "" : "\n");
    }
    return QueryRow.ofBody(body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** How many rows the planner expects, from the outermost node. */
  static long plannedRows(ResultSet row) throws SQLException {
    String plan = String.join("\n", lines(row));
    int start = plan.indexOf(PLAN_ROWS) + PLAN_ROWS.length();
    int end = plan.indexOf(',', start);
    return Long.parseLong(plan.substring(start, end).strip());
  }

  /** The rows of the second statement. */
  private static List<@Nullable String> lines(ResultSet first) throws SQLException {
    java.sql.Statement statement = first.getStatement();
    if (!statement.getMoreResults()) {
      throw new IllegalStateException("EXPLAIN returned no rows");
    }
    List<@Nullable String> lines = new ArrayList<>();
    try (ResultSet row = statement.getResultSet()) {
      while (row.next()) {
        lines.add(row.getString(1));
      }
    }
    return lines;
  }
}
