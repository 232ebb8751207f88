package dev.minibaas.realtime.postgres;

import dev.minibaas.platform.log.Log;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens what a source needs: connections of its own, past any pool. */
final class Connections {
  private static final Logger LOG = Log.of(Connections.class);

  private final SourceConfig config;
  private final Set<Connection> held = ConcurrentHashMap.newKeySet();
  private volatile boolean aborted;

  Connections(SourceConfig config) {
    this.config = config;
  }

  /** For a few statements; it breaks when the server doesn't answer. */
  Connection brief() throws SQLException {
    return open(answering());
  }

  /**
   * For as long as this node reads. The server ends it, and with it the lock, when nothing is asked
   * for half a minute: a node whose network has fallen silent must not keep the others from
   * reading.
   */
  Connection leading() throws SQLException {
    Properties properties = answering();
    PGProperty.OPTIONS.set(properties, "-c idle_session_timeout=30s");
    return hold(open(properties));
  }

  /** For a stream; the server ends it when nobody reads it for half a minute. */
  Connection replication() throws SQLException {
    Properties properties = properties();
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.OPTIONS.set(properties, "-c wal_sender_timeout=30s");
    return hold(open(properties));
  }

  /** Breaks the connections that are held, whoever waits on them, and lets none be opened again. */
  void abort() {
    aborted = true;
    held.forEach(Connections::abort);
  }

  static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(Level.FINE, "a connection can't be aborted", e);
    }
  }

  private Connection hold(Connection connection) throws SQLException {
    for (Connection each : held) {
      if (each.isClosed()) {
        held.remove(each);
      }
    }
    held.add(connection);
    if (aborted) {
      connection.close();
      throw new SQLException("the source is closed");
    }
    return connection;
  }

  private Properties answering() {
    Properties properties = properties();
    PGProperty.SOCKET_TIMEOUT.set(properties, 30);
    return properties;
  }

  private Properties properties() {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, config.user());
    PGProperty.PASSWORD.set(properties, config.password());
    PGProperty.APPLICATION_NAME.set(properties, "realtime");
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.CONNECT_TIMEOUT.set(properties, 10);
    return properties;
  }

  private Connection open(Properties properties) throws SQLException {
    Connection opened = new Driver().connect(config.jdbcUrl(), properties);
    if (opened == null) {
      throw new SQLException("no URL of a PostgreSQL database");
    }
    return opened;
  }
}
