package dev.minibaas.benchmarks.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** As JDBC is written by the book: begin with the settings, the query, commit; three trips. */
final class PlainTransaction implements CallerRead {
  private static final String SETTINGS = ReadStatement.settings("?", "?");
  private static final String QUERY =
      ReadStatement.BEFORE_KEY + "?::int4" + ReadStatement.AFTER_KEY;

  private final Connection connection;
  private final String claims;

  PlainTransaction(Login login) throws SQLException {
    this.connection = login.connect();
    this.claims = login.claims();
    connection.setAutoCommit(false);
  }

  @Override
  public CompletionStage<String> read(int key) {
    try {
      set();
      String body = query(key);
      connection.commit();
      return CompletableFuture.completedFuture(body);
    } catch (SQLException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void set() throws SQLException {
    try (PreparedStatement settings = connection.prepareStatement(SETTINGS)) {
      settings.setString(1, Login.ROLE);
      settings.setString(2, claims);
      settings.execute();
    }
  }

  private String query(int key) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, Integer.toString(key));
      try (ResultSet row = query.executeQuery()) {
        row.next();
        if (!Login.ROLE.equals(row.getString(2))) {
          throw new SQLException("ran as " + row.getString(2));
        }
        return row.getString(1);
      }
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("a connection does not close: " + e.getMessage(), e);
    }
  }
}
