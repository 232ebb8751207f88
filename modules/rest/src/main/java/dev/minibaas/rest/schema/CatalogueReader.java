package dev.minibaas.rest.schema;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks the catalogue over one connection. */
final class CatalogueReader {
  private final Connection connection;

  private CatalogueReader(Connection connection) {
    this.connection = connection;
  }

  /** Starts the transaction in which all questions see the same catalogue. */
  static CatalogueReader begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction isolation level repeatable read, read only");
      statement.execute("set local search_path to ''");
    }
    return new CatalogueReader(connection);
  }

  /** What is done with each row of an answer. */
  interface Row {
    void take(ResultSet row) throws SQLException;
  }

  @SafeVarargs
  final void rows(String query, Row each, List<String>... arrays) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < arrays.length; i++) {
        statement.setArray(i + 1, connection.createArrayOf("text", arrays[i].toArray()));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          each.take(row);
        }
      }
    }
  }

  int serverVersion() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  /** An array of texts; empty when it is null. */
  static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    if (array == null) {
      return List.of();
    }
    return new ArrayList<>(Arrays.asList((String[]) array.getArray()));
  }
}
