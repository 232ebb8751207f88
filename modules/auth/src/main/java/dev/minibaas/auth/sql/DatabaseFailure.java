package dev.minibaas.auth.sql;

import java.sql.SQLException;

/** The database refused a statement or couldn't be reached. */
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String state;

  DatabaseFailure(SQLException cause) {
    super("database: " + cause.getMessage(), cause);
    this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
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
