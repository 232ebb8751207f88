package dev.minibaas.realtime.postgres;

import dev.minibaas.realtime.change.DocumentChange;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts changes of one database's documents in PostgreSQL's stream of changes, by one node at a
 * time: who holds the lock has it with the connection that writes, and writes a place more often
 * than the server lets that one be silent.
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
    this.connection = new Connections(config).leading();
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

  /** The stream has them then, and nobody reads the table: they are deleted at once. */
  private void insert(List<DocumentChange> changes) throws SQLException {
    String insert =
        """
        insert into realtime.documents (operation, database, collection, owner, payload)
        select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
        returning ctid::text\
        """;
    List<String> inserted = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setArray(1, texts(changes, change -> change.operation().verb()));
      statement.setArray(2, texts(changes, DocumentChange::database));
      statement.setArray(3, texts(changes, DocumentChange::collection));
      statement.setArray(4, texts(changes, DocumentChange::owner));
      statement.setArray(5, texts(changes, DocumentChange::payload));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          inserted.add(rows.getString(1));
        }
      }
    }
    // by their places: a search would go through all that wait for the vacuum
    String delete = "delete from realtime.documents where ctid = any (?::text[]::tid[])";
    try (PreparedStatement statement = connection.prepareStatement(delete)) {
      statement.setArray(1, connection.createArrayOf("text", inserted.toArray()));
      statement.executeUpdate();
    }
  }

  private Array texts(List<DocumentChange> changes, Function<DocumentChange, @Nullable String> of)
      throws SQLException {
    return connection.createArrayOf("text", changes.stream().map(of).toArray());
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
