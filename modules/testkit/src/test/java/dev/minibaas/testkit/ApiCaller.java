package dev.minibaas.testkit;

import dev.minibaas.testkit.TestDatabase.Login;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs SQL as the REST service does: logged in as authenticator, switched to the caller's role. */
record ApiCaller(TestDatabase database, String role, @Nullable UUID subject) {

  static ApiCaller anon(TestDatabase database) {
    return new ApiCaller(database, "anon", null);
  }

  static ApiCaller user(TestDatabase database, UUID id) {
    return new ApiCaller(database, "authenticated", id);
  }

  static ApiCaller service(TestDatabase database) {
    return new ApiCaller(database, "service_role", null);
  }

  /** The first column of the answer; the transaction is committed. */
  List<String> query(String sql) throws SQLException {
    try (Connection connection = database.dataSource(Login.AUTHENTICATOR).getConnection()) {
      connection.setAutoCommit(false);
      become(connection);
      List<String> column = answer(connection, sql);
      connection.commit();
      return column;
    }
  }

  private void become(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select set_config('role', ?, true), set_config('request.jwt.claims', ?, true)")) {
      statement.setString(1, role);
      statement.setString(
          2, subject == null ? "" : "{\"sub\":\"%s\",\"role\":\"%s\"}".formatted(subject, role));
      statement.execute();
    }
  }

  private static List<String> answer(Connection connection, String sql) throws SQLException {
    List<String> column = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            column.add(rows.getString(1));
          }
        }
      } else {
        column.add(Integer.toString(statement.getUpdateCount()));
      }
    }
    return column;
  }
}
