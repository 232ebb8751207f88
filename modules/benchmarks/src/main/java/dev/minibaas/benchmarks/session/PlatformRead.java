package dev.minibaas.benchmarks.session;

import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.Session;
import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.Statement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** As the platform does it: one trip for a read, two for what needs an explicit transaction. */
final class PlatformRead implements CallerRead {
  private final OneConnection connection;
  private final CallerSessions sessions;
  private final Session session;
  private final boolean explicitTransaction;

  PlatformRead(Login login, boolean explicitTransaction) throws SQLException {
    this.connection = new OneConnection(login.connect());
    this.sessions = new CallerSessions(connection);
    this.session = new Session(Login.ROLE, login.claims(), List.of(), true, null);
    this.explicitTransaction = explicitTransaction;
  }

  @Override
  public CompletionStage<String> read(int key) {
    return CompletableFuture.completedFuture(
        explicitTransaction
            ? sessions.write(
                session, transaction -> transaction.query(statement(key), row -> row.getString(1)))
            : sessions.read(session, statement(key), row -> row.getString(1)));
  }

  private static Statement statement(int key) {
    return new Sql()
        .append(ReadStatement.BEFORE_KEY)
        .value(Integer.toString(key), "int4")
        .append(ReadStatement.AFTER_KEY)
        .build();
  }

  @Override
  public void close() {
    connection.close();
  }
}
