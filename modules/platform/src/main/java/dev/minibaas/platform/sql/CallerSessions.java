package dev.minibaas.platform.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements as the caller over a pool whose connections log in as a role that can do nothing
 * by itself.
 *
 * <p>Role and claims are set and the statement runs in one transaction, sent in one trip: a read as
 * one implicit transaction, a write in an explicit one whose BEGIN rides along. Each statement must
 * return one row whose last column is {@code current_user}; if that is the login role, the result
 * is thrown away with {@link CallerLost}. Why this form: docs/decisions/001-one-trip-session.md.
 */
public final class CallerSessions {
  private final DataSource pool;
  private final StatementWatch watch;
  private volatile @Nullable String loginRole;

  public CallerSessions(DataSource pool) {
    this(pool, StatementWatch.NONE);
  }

  public CallerSessions(DataSource pool, StatementWatch watch) {
    this.pool = pool;
    this.watch = watch;
  }

  /**
   * Runs one statement in an implicit transaction: one round trip.
   *
   * @throws SqlFailure when the database refuses or is away
   */
  public <T> T read(Session session, Statement statement, RowReader<T> reader) {
    if (session.isolation() != null) {
      return write(session, transaction -> transaction.query(statement, reader));
    }
    try {
      return readOnce(session, statement, reader);
    } catch (SQLException e) {
      SqlFailure failure = SqlFailure.ofStatement(e);
      if (!failure.isConnectionLost()) {
        throw failure;
      }
    }
    // a pooled connection that had died unnoticed: a read changed nothing, and the pool has others;
    // testing each connection before use would cost every read a second trip
    try {
      return readOnce(session, statement, reader);
    } catch (SQLException e) {
      throw SqlFailure.ofStatement(e);
    }
  }

  private <T> T readOnce(Session session, Statement statement, RowReader<T> reader)
      throws SQLException {
    try (Connection connection = borrow()) {
      return first(connection, session, statement, reader);
    }
  }

  /**
   * Runs statements in one explicit transaction, committed when {@code work} returns and rolled
   * back when it throws or asked for it.
   *
   * @throws SqlFailure when the database refuses or is away
   */
  public <T> T write(Session session, Function<Transaction, T> work) {
    try (Connection connection = borrow()) {
      connection.setAutoCommit(false);
      boolean finished = false;
      try {
        Transaction transaction = new Transaction(this, connection, session);
        T result = work.apply(transaction);
        if (transaction.isRollbackOnly()) {
          connection.rollback();
        } else {
          connection.commit();
        }
        finished = true;
        return result;
      } finally {
        if (!finished) {
          rollbackQuietly(connection);
        }
        autocommitQuietly(connection);
      }
    } catch (SQLException e) {
      throw SqlFailure.ofStatement(e);
    }
  }

  /**
   * Runs statements in a transaction that is rolled back whatever happens.
   *
   * @param preparation runs before the role is set, as the login role
   * @throws SqlFailure when the database refuses or is away
   */
  public <T> T rehearse(Session session, Statement preparation, Function<Transaction, T> work) {
    try (Connection connection = borrow()) {
      connection.setAutoCommit(false);
      try (PreparedStatement prepared = connection.prepareStatement(preparation.text())) {
        bind(prepared, 1, preparation.values());
        execute(prepared);
        return work.apply(new Transaction(this, connection, session));
      } finally {
        rollbackQuietly(connection);
        autocommitQuietly(connection);
      }
    } catch (SQLException e) {
      throw SqlFailure.ofStatement(e);
    }
  }

  <T> T first(Connection connection, Session session, Statement statement, RowReader<T> reader)
      throws SQLException {
    String text = prefix(session) + statement.text();
    try (PreparedStatement prepared = connection.prepareStatement(text)) {
      int next = bindSession(prepared, session);
      bind(prepared, next, statement.values());
      boolean isRows = execute(prepared);
      if (session.isolation() != null) {
        isRows = prepared.getMoreResults();
      }
      isRows = isRows && prepared.getMoreResults();
      return row(prepared, isRows, reader);
    }
  }

  <T> T next(Connection connection, Statement statement, RowReader<T> reader) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(statement.text())) {
      bind(prepared, 1, statement.values());
      return row(prepared, execute(prepared), reader);
    }
  }

  private boolean execute(PreparedStatement prepared) throws SQLException {
    try (StatementWatch.Running ignored = watch.running(prepared)) {
      return prepared.execute();
    }
  }

  private <T> T row(PreparedStatement prepared, boolean isRows, RowReader<T> reader)
      throws SQLException {
    if (!isRows) {
      throw new IllegalStateException("the statement returned no rows");
    }
    try (ResultSet row = prepared.getResultSet()) {
      int last = row.getMetaData().getColumnCount();
      if (!"current_user".equals(row.getMetaData().getColumnLabel(last))) {
        throw new IllegalStateException("the statement's last column is not current_user");
      }
      if (!row.next()) {
        throw new IllegalStateException("the statement returned no row");
      }
      String role = row.getString(last);
      if (role == null || role.equals(loginRole)) {
        throw new CallerLost(String.valueOf(role));
      }
      return reader.read(row);
    }
  }

  private Connection borrow() {
    Connection connection;
    try {
      connection = pool.getConnection();
    } catch (SQLException e) {
      throw SqlFailure.ofConnecting(e);
    }
    if (loginRole == null) {
      learnLoginRole(connection);
    }
    return connection;
  }

  /** Once per pool: the role that no statement may run as. */
  private void learnLoginRole(Connection connection) {
    try (PreparedStatement statement = connection.prepareStatement("select session_user::text");
        ResultSet row = statement.executeQuery()) {
      row.next();
      loginRole = row.getString(1);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw SqlFailure.ofStatement(e);
    }
  }

  private static String prefix(Session session) {
    StringBuilder text = new StringBuilder(512);
    if (session.isolation() != null) {
      text.append("set transaction isolation level ").append(session.isolation().words());
      text.append("; ");
    }
    text.append("select set_config('role', ?, true), set_config('request.jwt.claims', ?, true)");
    for (Session.Setting setting : session.settings()) {
      text.append(", set_config(").append(Sql.literal(setting.name())).append(", ?, true)");
    }
    if (session.readOnly()) {
      text.append(", set_config('transaction_read_only', 'on', true)");
    }
    return text.append("; ").toString();
  }

  private static int bindSession(PreparedStatement prepared, Session session) throws SQLException {
    prepared.setString(1, session.role());
    prepared.setString(2, withoutNul(session.claims()));
    int index = 3;
    for (Session.Setting setting : session.settings()) {
      prepared.setString(index++, withoutNul(setting.value()));
    }
    return index;
  }

  private static void bind(PreparedStatement prepared, int from, List<Value> values)
      throws SQLException {
    int index = from;
    for (Value value : values) {
      switch (value) {
        case Value.Text(String text) -> {
          if (text == null) {
            prepared.setNull(index, Types.VARCHAR);
          } else {
            prepared.setString(index, text);
          }
        }
        case Value.Untyped(String text) -> prepared.setObject(index, text, Types.OTHER);
        case Value.Elements(String type, List<String> elements, String ignored) ->
            prepared.setArray(
                index,
                prepared.getConnection().createArrayOf(type, elements.toArray(String[]::new)));
        case Value.Whole(long number) -> prepared.setLong(index, number);
        case Value.Binary(byte[] bytes) -> prepared.setBytes(index, bytes);
      }
      index++;
    }
  }

  /** PostgreSQL has no NUL in texts; headers and claims are told without it. */
  private static String withoutNul(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
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

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // it never worked; the failure that led here is the one to tell
    }
  }
}
