package dev.minibaas.testkit;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool that does as little as an application server's: a connection given back is rolled back,
 * set to autocommit and handed out again with whatever else was left on it.
 */
public final class TestPool implements DataSource, AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final DataSource source;
  private final int size;
  private final Semaphore free;
  private final Deque<Connection> idle = new ArrayDeque<>();

  TestPool(DataSource source, int size) {
    this.source = source;
    this.size = size;
    this.free = new Semaphore(size, true);
  }

  @Override
  public Connection getConnection() throws SQLException {
    acquire();
    try {
      Connection physical = takeIdle();
      return lent(physical == null ? source.getConnection() : physical);
    } catch (SQLException e) {
      free.release();
      throw e;
    }
  }

  private void acquire() throws SQLException {
    try {
      if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new SQLTransientConnectionException(
            "none of %d connections came free within %d s".formatted(size, PATIENCE_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("interrupted while waiting for a connection", e);
    }
  }

  private synchronized @Nullable Connection takeIdle() {
    return idle.pollFirst();
  }

  private Connection lent(Connection physical) {
    var loan = new Loan(physical);
    return (Connection)
        Proxy.newProxyInstance(
            TestPool.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> loan.invoke(method, arguments));
  }

  private synchronized void giveBack(Connection physical) throws SQLException {
    try {
      if (!physical.isClosed()) {
        if (!physical.getAutoCommit()) {
          physical.rollback();
          physical.setAutoCommit(true);
        }
        idle.addFirst(physical);
      }
    } finally {
      free.release();
    }
  }

  /** How many connections are out. */
  public int lent() {
    return size - free.availablePermits();
  }

  /** Closes the connections and fails when one of them was never given back. */
  @Override
  public synchronized void close() {
    for (Connection connection : idle) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new AssertionError("a pooled connection does not close: " + e.getMessage(), e);
      }
    }
    idle.clear();
    if (lent() > 0) {
      throw new AssertionError(lent() + " connections were taken from the pool and not given back");
    }
  }

  private final class Loan {
    private final Connection physical;
    private boolean ended;

    Loan(Connection physical) {
      this.physical = physical;
    }

    @Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
      switch (method.getName()) {
        case "close" -> {
          if (!ended) {
            ended = true;
            giveBack(physical);
          }
          return null;
        }
        case "isClosed" -> {
          return ended || physical.isClosed();
        }
        default -> {
          if (ended) {
            throw new SQLException("this connection was given back", "08003");
          }
          return passedOn(method, arguments);
        }
      }
    }

    private @Nullable Object passedOn(Method method, Object @Nullable [] arguments)
        throws Throwable {
      try {
        return method.invoke(physical, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("this pool has one login");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter writer) {
    // nothing is written
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    source.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return source.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("no logger");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("not a wrapper for " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
