package dev.minibaas.auth.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Hands out the connection of the transaction that the calling thread is in. */
final class BoundDataSource implements DataSource {
  private final ThreadLocal<@Nullable Connection> bound = new ThreadLocal<>();

  <T> T with(Connection connection, Supplier<T> work) {
    Connection outer = bound.get();
    bound.set(connection);
    try {
      return work.get();
    } finally {
      if (outer == null) {
        bound.remove();
      } else {
        bound.set(outer);
      }
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = bound.get();
    if (connection == null) {
      throw new SQLException("entities are used outside a transaction", "08003");
    }
    return EntityConnection.of(connection);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {
    // nothing is written
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // nobody logs in here
  }

  @Override
  public int getLoginTimeout() {
    return 0;
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
