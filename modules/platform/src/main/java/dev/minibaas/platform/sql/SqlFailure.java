package dev.minibaas.platform.sql;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * A statement failed, or no connection was to be had. The message may be shown by its wire format.
 */
public final class SqlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed. */
  public enum Kind {
    /** The server refused the statement. */
    STATEMENT,
    /** No connection, or it broke. */
    CONNECTION,
    /** Every connection of the pool was in use for too long. */
    POOL_TIMEOUT
  }

  private final Kind kind;
  private final String sqlState;
  private final String serverMessage;
  private final @Nullable String detail;
  private final @Nullable String hint;
  private final boolean inStatement;

  private SqlFailure(Kind kind, SQLException cause, ServerError error) {
    super(error.message(), cause);
    this.kind = kind;
    this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
    this.serverMessage = error.message();
    this.detail = error.detail();
    this.hint = error.hint();
    this.inStatement = error.isInStatement();
  }

  static SqlFailure ofStatement(SQLException cause) {
    String state = cause.getSQLState();
    // without a state it is no answer of a server: the driver or the pool gave up the connection
    boolean broken = state == null || state.isEmpty() || state.startsWith("08");
    return new SqlFailure(broken ? Kind.CONNECTION : Kind.STATEMENT, cause, ServerError.of(cause));
  }

  /** Pools of app servers and HikariCP alike report an exhausted pool as a transient failure. */
  static SqlFailure ofConnecting(SQLException cause) {
    String state = cause.getSQLState();
    boolean exhausted =
        cause instanceof SQLTransientException && (state == null || !isOfServer(state));
    return new SqlFailure(
        exhausted ? Kind.POOL_TIMEOUT : Kind.CONNECTION, cause, ServerError.of(cause));
  }

  /** A pool also gives up when no connection can be made, and tells why: class 08, 53 or 57. */
  private static boolean isOfServer(String state) {
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
  }

  /** The connection broke, or the server ended it: class 08, or 57P01 to 57P03. */
  boolean isConnectionLost() {
    return sqlState.startsWith("08") || sqlState.startsWith("57P0");
  }

  public Kind kind() {
    return kind;
  }

  /** The five characters of the SQLSTATE, or an empty text. */
  public String sqlState() {
    return sqlState;
  }

  /** Whether the text of the statement itself is wrong, rather than something that it called. */
  public boolean isInStatement() {
    return inStatement;
  }

  /** The server's primary message, without detail and hint. */
  public String serverMessage() {
    return serverMessage;
  }

  public @Nullable String detail() {
    return detail;
  }

  public @Nullable String hint() {
    return hint;
  }
}
