package dev.minibaas.realtime.postgres;

import dev.minibaas.platform.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.replication.LogSequenceNumber;

/** The slot and the publications of a source, in SQL. */
final class Slot {
  private static final String EXISTS_ALREADY = "42710";

  /** The prefix of marks in the stream. */
  private static final String MARK = "minibaas";

  private final SourceConfig config;

  Slot(SourceConfig config) {
    this.config = config;
  }

  /** Whether this connection's node is now the one that reads; it is until the connection ends. */
  boolean tryLock(Connection connection) throws SQLException {
    String sql = "select pg_try_advisory_lock(hashtextextended('minibaas realtime ' || ?, 0))";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, config.slot());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /**
   * Makes the first publication and the slot unless they are there. A slot that the server has
   * given up, because it kept too much, is made anew.
   *
   * @return from where it will be read; what was committed before is confirmed or was never in it
   */
  long prepare(Connection connection) throws SQLException {
    // first: what is read of a time before its publication is an error
    createPublication(connection);
    if (status(connection).filter(status -> status.walStatus().equals("lost")).isPresent()) {
      drop(connection);
    }
    Optional<Long> confirmed = confirmed(connection);
    return confirmed.isPresent() ? confirmed.get() : create(connection);
  }

  private void createPublication(Connection connection) throws SQLException {
    String publication = config.publications().getFirst();
    String find = "select 1 from pg_publication where pubname = ?";
    try (PreparedStatement statement = connection.prepareStatement(find)) {
      statement.setString(1, publication);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          return;
        }
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("create publication " + Sql.quoted(publication));
    } catch (SQLException e) {
      if (!EXISTS_ALREADY.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private Optional<Long> confirmed(Connection connection) throws SQLException {
    String sql = "select confirmed_flush_lsn::text from pg_replication_slots where slot_name = ?";
    return lsn(connection, sql, config.slot());
  }

  private long create(Connection connection) throws SQLException {
    String sql = "select lsn::text from pg_create_logical_replication_slot(?, 'pgoutput')";
    return lsn(connection, sql, config.slot()).orElseThrow();
  }

  /** Does nothing when it isn't there; a reader of it is ended. */
  void drop(Connection connection) throws SQLException {
    String end =
        """
        select pg_terminate_backend(active_pid, 10000)
        from pg_replication_slots
        where slot_name = ? and active\
        """;
    String drop =
        "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ?";
    for (String sql : List.of(end, drop)) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, config.slot());
        statement.execute();
      }
    }
  }

  /** Where the database is. */
  long head(Connection connection) throws SQLException {
    return lsn(connection, "select greatest(pg_current_wal_insert_lsn(), ?::pg_lsn)::text", "0/0")
        .orElseThrow();
  }

  /**
   * Puts a mark in the stream.
   *
   * @return a place; who has everything before it has all that was committed until now
   */
  long mark(Connection connection) throws SQLException {
    // transactional, since the commit is flushed at once and tells how far the stream is
    String sql = "select pg_logical_emit_message(true, ?, '')::text";
    return lsn(connection, sql, MARK).orElseThrow();
  }

  private static Optional<Long> lsn(Connection connection, String sql, String parameter)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(LogSequenceNumber.valueOf(rows.getString(1)).asLong())
            : Optional.empty();
      }
    }
  }

  Optional<SlotStatus> status(Connection connection) throws SQLException {
    String sql =
        """
        select active,
          coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn), 0)::int8,
          coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::int8,
          coalesce(wal_status, 'lost')
        from pg_replication_slots
        where slot_name = ?\
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, config.slot());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(
                new SlotStatus(
                    rows.getBoolean(1), rows.getLong(2), rows.getLong(3), rows.getString(4)))
            : Optional.empty();
      }
    }
  }

  /** The types whose names the stream doesn't tell, by their numbers. */
  Map<Integer, String> builtInTypes(Connection connection) throws SQLException {
    String sql = "select oid::int8, typname from pg_type where oid < 16384";
    Map<Integer, String> types = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        types.put((int) rows.getLong(1), rows.getString(2));
      }
    }
    return types;
  }
}
