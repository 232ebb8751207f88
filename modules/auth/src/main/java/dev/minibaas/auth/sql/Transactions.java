package dev.minibaas.auth.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/** A transaction is a callback: it commits when the callback returns, and only then. */
public final class Transactions {
  private final DataSource dataSource;

  public Transactions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** All statements of the work commit together, or none does. */
  public <T> T in(Function<Tx, T> work) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = Tx.run(connection, work);
        connection.commit();
        return result;
      } catch (RuntimeException | SQLException e) {
        rollback(connection, e);
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** For reading, without entities: every statement is its own transaction. */
  public <T> T read(Function<Tx, T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return work.apply(new Tx(connection));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Whether the database answers in time. */
  public boolean isAlive(int seconds) {
    try (Connection connection = dataSource.getConnection()) {
      return connection.isValid(seconds);
    } catch (SQLException e) {
      return false;
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
