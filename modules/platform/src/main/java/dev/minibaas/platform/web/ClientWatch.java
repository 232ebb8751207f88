package dev.minibaas.platform.web;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.StatementWatch;
import jakarta.servlet.ServletRequest;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Cancels statements whose client has gone away.
 *
 * <p>Servlet tells nobody that a client has hung up before something is written to it, and a
 * request thread that waits for the database writes nothing. So once a second this looks up, for
 * statements that have run for a second and more, the state of the client's connection in the
 * operating system ({@link OpenConnections}): a client that has closed its end counts as gone. On
 * systems other than Linux it does nothing.
 */
public final class ClientWatch implements StatementWatch, AutoCloseable {
  private static final Logger LOG = Log.of(ClientWatch.class);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);
  private static final ThreadLocal<@Nullable Client> CURRENT = new ThreadLocal<>();

  /** A connection, by its ports: addresses may be a proxy's word. */
  record Client(int localPort, int remotePort) {}

  /** A statement while it runs. */
  private final class Watched implements Running {
    private final Client client;
    private final Statement statement;
    private final long since = System.nanoTime();

    Watched(Client client, Statement statement) {
      this.client = client;
      this.statement = statement;
    }

    @Override
    public void close() {
      running.remove(this);
    }
  }

  private final Supplier<OpenConnections> connections;
  private final Set<Watched> running = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::watch, "client-watch");

  public ClientWatch() {
    this(OpenConnections::read);
  }

  ClientWatch(Supplier<OpenConnections> connections) {
    this.connections = connections;
    thread.setDaemon(true);
    thread.start();
  }

  /** Says for whom this thread works from now on. */
  public static void serving(ServletRequest request) {
    CURRENT.set(new Client(request.getLocalPort(), request.getRemotePort()));
  }

  /** This thread's request is answered. */
  public static void served() {
    CURRENT.remove();
  }

  @Override
  public Running running(Statement statement) {
    Client client = CURRENT.get();
    if (client == null) {
      return () -> {};
    }
    Watched watched = new Watched(client, statement);
    running.add(watched);
    return watched;
  }

  private void watch() {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(PATIENCE);
        cancelAbandoned();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancelAbandoned() {
    long now = System.nanoTime();
    OpenConnections open = null;
    for (Watched each : running) {
      if (now - each.since >= PATIENCE) {
        open = open == null ? connections.get() : open;
        if (open.isGone(each.client)) {
          cancel(each.statement);
        }
      }
    }
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
      LOG.info("the client has gone away: its statement is cancelled");
    } catch (SQLException | RuntimeException e) {
      // it has just ended, or the database is gone; its own thread sees to that
      LOG.log(Level.FINE, "a statement could not be cancelled", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
