package dev.minibaas.rest.schema;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Keeps what was read from the database current: has it loaded, listens for {@code NOTIFY}, has it
 * loaded again. {@code reload schema} and {@code reload config} name a part, an empty payload means
 * both.
 *
 * <p>It has a thread and a connection of its own, past the pool, because LISTEN is bound to a
 * connection. While that is lost the last cache serves on, and a new one is loaded as soon as the
 * database is back: a notification may have been missed.
 */
public final class SchemaWatch implements AutoCloseable {
  private static final Logger LOG = Log.of(SchemaWatch.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

  private final DatabaseUri database;
  private final @Nullable String channel;
  private final Loader loader;
  private final Thread thread;
  private final CountDownLatch firstLoad = new CountDownLatch(1);
  private volatile @Nullable Connection connection;
  private volatile boolean stopped;

  /** Loads what has changed, over the watch's connection. */
  @FunctionalInterface
  public interface Loader {
    void load(Connection connection, boolean settings, boolean schema) throws SQLException;
  }

  /**
   * @param databaseUri a direct one, past any pooler
   * @param channel to listen on; null for not listening
   */
  public SchemaWatch(String databaseUri, @Nullable String channel, Loader loader) {
    this.database = DatabaseUri.parse(databaseUri);
    this.channel = channel;
    this.loader = loader;
    this.thread = new Thread(this::run, "rest-schema-watch");
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Waits for the first cache. */
  public boolean awaitFirst(Duration most) throws InterruptedException {
    return firstLoad.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    Duration pause = SHORTEST_PAUSE;
    while (!stopped) {
      try (Connection opened = open()) {
        connection = opened;
        listen(opened);
        loader.load(opened, true, true);
        firstLoad.countDown();
        pause = SHORTEST_PAUSE;
        follow(opened);
      } catch (SQLException e) {
        pause = waited(e, pause);
      } catch (RuntimeException e) {
        LOG.log(Level.SEVERE, "the schema cache can't be built", e);
        pause = waited(e, pause);
      }
    }
  }

  private Connection open() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(database.properties());
    properties.setProperty("ApplicationName", "rest schema cache");
    properties.setProperty("targetServerType", "primary");
    properties.setProperty("tcpKeepAlive", "true");
    Connection opened = new Driver().connect(database.jdbcUrl(), properties);
    if (opened == null) {
      throw new SQLException("PGRST_DB_URI is no URL of a PostgreSQL database");
    }
    return opened;
  }

  /** Before loading: what changes meanwhile is then notified. */
  private void listen(Connection opened) throws SQLException {
    if (channel != null) {
      try (Statement statement = opened.createStatement()) {
        statement.execute("listen " + Sql.quoted(channel));
      }
    }
  }

  private void follow(Connection opened) throws SQLException {
    PGConnection notifications = opened.unwrap(PGConnection.class);
    while (!stopped) {
      PGNotification[] received = notifications.getNotifications(30_000);
      if (received != null && received.length > 0) {
        Set<String> payloads = new HashSet<>();
        Arrays.stream(received).forEach(each -> payloads.add(each.getParameter()));
        boolean all = payloads.contains("");
        boolean settings = all || payloads.contains("reload config");
        boolean schema = all || payloads.contains("reload schema");
        if (settings || schema) {
          loader.load(opened, settings, schema);
        }
      } else if (!opened.isValid(5)) {
        throw new SQLException("the listening connection is dead", "08006");
      }
    }
  }

  private Duration waited(Exception e, Duration pause) {
    if (stopped) {
      return pause;
    }
    LOG.log(
        Level.WARNING,
        "schema cache: {0}; trying again in {1} s",
        new Object[] {e.getMessage(), pause.toSeconds()});
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  /**
   * Undoes that the bundled driver registered itself with the JVM, which would hold on to the
   * application's classes after it is gone. For an application that ends, not for a test.
   */
  public static void releaseDriver() {
    try {
      if (Driver.isRegistered()) {
        Driver.deregister();
      }
    } catch (SQLException e) {
      LOG.log(Level.FINE, "the driver was not registered", e);
    }
  }

  /** Ends the thread and its connection. */
  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    Connection opened = connection;
    try {
      if (opened != null) {
        opened.abort(Runnable::run);
      }
      thread.join(5_000);
    } catch (SQLException e) {
      LOG.log(Level.FINE, "closing the listening connection", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
