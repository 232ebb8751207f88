package dev.minibaas.realtime.postgres;

import dev.minibaas.realtime.change.DocumentChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Puts changes of one database's documents in PostgreSQL's stream of changes, by one node at a
 * time: who holds the lock has it with the connection that writes.
 */
public final class DocumentFeed implements AutoCloseable {
  private final Connection connection;
  private final String database;

  /**
   * Connects.
   *
   * @param database of MongoDB
   */
  public DocumentFeed(SourceConfig config, String database) throws SQLException {
    this.connection = new Connections(config).brief();
    this.database = database;
  }

  /** Whether this is now the one that writes; it is until the connection ends. */
  public boolean tryLead() throws SQLException {
    String sql = "select pg_try_advisory_lock(hashtextextended('minibaas documents ' || ?, 0))";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, database);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** From where MongoDB is to be read on. */
  public Optional<String> place() throws SQLException {
    String sql = "select place from realtime.document_places where database = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, database);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** Forgets the place, from which MongoDB can't be read on. */
  public void forget() throws SQLException {
    String sql = "delete from realtime.document_places where database = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, database);
      statement.executeUpdate();
    }
  }

  /**
   * All of it or nothing.
   *
   * @param place behind the changes
   */
  public void write(List<DocumentChange> changes, String place) throws SQLException {
    connection.setAutoCommit(false);
    if (!changes.isEmpty()) {
      insert(changes);
    }
    move(place);
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void insert(List<DocumentChange> changes) throws SQLException {
    String sql =
        """
        insert into realtime.documents (operation, database, collection, owner, payload)
        values (?, ?, ?, ?, ?)\
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (DocumentChange change : changes) {
        statement.setString(1, change.operation().verb());
        statement.setString(2, change.database());
        statement.setString(3, change.collection());
        statement.setString(4, change.owner());
        statement.setString(5, change.payload());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    try (Statement statement = connection.createStatement()) {
      // the stream has them; nobody reads the table
      statement.executeUpdate("delete from realtime.documents");
    }
  }

  private void move(String place) throws SQLException {
    String sql =
        """
        insert into realtime.document_places (database, place) values (?, ?)
        on conflict (database) do update set place = excluded.place, written_at = now()\
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, database);
      statement.setString(2, place);
      statement.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
