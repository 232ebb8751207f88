package dev.minibaas.platform.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** An explicit transaction as the caller. It belongs to one thread and ends with its callback. */
public final class Transaction {
  private final CallerSessions sessions;
  private final Connection connection;
  private final Session session;
  private boolean started;
  private boolean rollbackOnly;

  Transaction(CallerSessions sessions, Connection connection, Session session) {
    this.sessions = sessions;
    this.connection = connection;
    this.session = session;
  }

  /** Runs a statement that returns one row with {@code current_user} as its last column. */
  public <T> T query(Statement statement, RowReader<T> reader) {
    try {
      if (started) {
        return sessions.next(connection, statement, reader);
      }
      started = true;
      return sessions.first(connection, session, statement, reader);
    } catch (SQLException e) {
      throw SqlFailure.ofStatement(e);
    }
  }

  /** The transaction will be rolled back although its work succeeds. */
  public void rollbackOnly() {
    rollbackOnly = true;
  }

  boolean isRollbackOnly() {
    return rollbackOnly;
  }
}
