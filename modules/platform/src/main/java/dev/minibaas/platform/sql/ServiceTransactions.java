package dev.minibaas.platform.sql;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Transactions of a service on its own tables, as its own login role. A transaction is a callback:
 * it commits when the callback returns, and only then.
 *
 * <p>For whom it acts is told to row-level security by transaction-local settings, so that a pooled
 * connection never remembers a tenant.
 */
public final class ServiceTransactions {
  private final DataSource pool;

  public ServiceTransactions(DataSource pool) {
    this.pool = pool;
  }

  /** A transaction on behalf of nobody: rows of tenants are out of its sight. */
  public <T> T in(Function<ServiceTransaction, T> work) {
    return in(List.of(), work);
  }

  /**
   * All statements of the work commit together, or none does.
   *
   * @param settings transaction-local, which policies read
   * @throws ApiError {@code unavailable} when the database is away
   * @throws SqlFailure when it refuses a statement
   */
  public <T> T in(List<Session.Setting> settings, Function<ServiceTransaction, T> work) {
    try (Connection connection = borrow()) {
      connection.setAutoCommit(false);
      boolean finished = false;
      try {
        ServiceTransaction transaction = new ServiceTransaction(connection);
        if (!settings.isEmpty()) {
          transaction.set(settings);
        }
        T result = work.apply(transaction);
        connection.commit();
        finished = true;
        return result;
      } finally {
        if (!finished) {
          rollbackQuietly(connection);
        }
        autocommitQuietly(connection);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Whether the database answers in time. */
  public boolean isAlive(int seconds) {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(seconds);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection borrow() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw away(SqlFailure.ofConnecting(e));
    }
  }

  static RuntimeException failure(SQLException e) {
    SqlFailure failure = SqlFailure.ofStatement(e);
    boolean isAway = failure.kind() != SqlFailure.Kind.STATEMENT || failure.isConnectionLost();
    return isAway ? away(failure) : failure;
  }

  private static ApiError away(SqlFailure cause) {
    return new ApiError(
        ErrorCode.UNAVAILABLE, "the database of this service is not available", cause);
  }

  private static void rollbackQuietly(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // the connection is gone, and with it the transaction; the first failure is the one to tell
    }
  }

  private static void autocommitQuietly(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // the connection is gone: what was committed is, and any failure before is the one to tell
    }
  }
}
