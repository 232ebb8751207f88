package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection while it serves one call. */
record SqlSession(
    Connection connection, SqlDialect dialect, Limits limits, @Nullable String subject) {

  /**
   * @param count of rows, also of those beyond the limit
   */
  record Answer(List<Row> rows, long count) {}

  /** Rows of a statement without a table. */
  List<Row> rows(SqlText text, int columns) throws SQLException {
    try (PreparedStatement statement = prepared(text);
        ResultSet rows = executed(statement)) {
      List<Row> answer = new ArrayList<>();
      while (rows.next()) {
        answer.add(new Row(Map.of("value", rows.getString(columns))));
      }
      return answer;
    }
  }

  /** The rows of a reading statement; more bytes than the limit are a failure. */
  Answer rows(SqlText text, List<String> columns, Table table) throws SQLException {
    return rows(text, columns, table, true);
  }

  /** The rows of a statement that has changed them: what is beyond the limits is left out. */
  Answer changed(SqlText text, List<String> columns, Table table) throws SQLException {
    return rows(text, columns, table, false);
  }

  private Answer rows(SqlText text, List<String> columns, Table table, boolean isStrict)
      throws SQLException {
    List<Row> answer = new ArrayList<>();
    long count = 0;
    long bytes = 0;
    try (PreparedStatement statement = prepared(text);
        ResultSet rows = executed(statement)) {
      while (rows.next()) {
        if (count++ >= limits.maxRows() || bytes > limits.maxBytes()) {
          continue;
        }
        Row row = row(rows, columns, table);
        bytes += Row.size(row.columns());
        if (bytes <= limits.maxBytes()) {
          answer.add(row);
        } else if (isStrict) {
          throw new EngineFailure(
              Reason.TOO_LARGE, "the answer has more than " + limits.maxBytes() + " bytes");
        }
      }
    }
    return new Answer(answer, count);
  }

  private Row row(ResultSet rows, List<String> columns, Table table) throws SQLException {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      row.put(column, dialect.value(rows, i + 1, table.type(column)));
    }
    return new Row(row);
  }

  /** How many rows a statement changed. */
  long count(SqlText text) throws SQLException {
    try (PreparedStatement statement = prepared(text)) {
      boolean isResult = statement.execute();
      while (isResult) {
        isResult = statement.getMoreResults();
      }
      return statement.getLargeUpdateCount();
    }
  }

  private PreparedStatement prepared(SqlText text) throws SQLException {
    String preamble = dialect.preamble(subject);
    PreparedStatement statement = connection.prepareStatement(preamble + text.sql());
    try {
      int index = 1;
      if (!preamble.isEmpty()) {
        statement.setString(index++, subject);
      }
      for (SqlText.Parameter parameter : text.parameters()) {
        dialect.bind(statement, index++, parameter);
      }
      dialect.starting(connection);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** The rows of the last statement of the text. */
  private ResultSet executed(PreparedStatement statement) throws SQLException {
    if (dialect.preamble(subject).isEmpty()) {
      return statement.executeQuery();
    }
    statement.execute();
    statement.getMoreResults();
    ResultSet rows = statement.getResultSet();
    if (rows == null) {
      throw new SQLException("the statement answered no rows");
    }
    return rows;
  }
}
