package dev.minibaas.auth.sql;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;

/** The database refused a statement or couldn't be reached. */
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String state;

  DatabaseFailure(SQLException cause) {
    super("database: " + cause.getMessage(), cause);
    this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
  }

  /** What the database said, out of what JPA made of it; JPA's own failure when it didn't. */
  static RuntimeException of(PersistenceException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return new DatabaseFailure(sql);
      }
      if (cause instanceof DatabaseFailure known) {
        return known;
      }
    }
    return failure;
  }

  /** SQLSTATE, or the empty text. */
  public String state() {
    return state;
  }

  /** A unique constraint was violated. */
  public boolean isDuplicate() {
    return state.equals("23505");
  }

  /** A value doesn't fit its type: class 22, data exception. */
  public boolean isBadValue() {
    return state.startsWith("22");
  }

  /** Another transaction was in the way: serialization failure, deadlock or lock timeout. */
  public boolean isContention() {
    return state.equals("40001") || state.equals("40P01") || state.equals("55P03");
  }
}
