package dev.minibaas.benchmarks.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.CompletionStage;

/** An explicit transaction of four statements, pipelined into one trip. */
final class VertxPipeline implements CallerRead {
  private static final String SETTINGS = ReadStatement.settings("$1", "$2");
  private static final String QUERY = ReadStatement.BEFORE_KEY + "$1" + ReadStatement.AFTER_KEY;

  private final ContextInternal context;
  private final PgConnection connection;
  private final Tuple caller;

  VertxPipeline(Vertx vertx, Login login) {
    this.context = (ContextInternal) vertx.getOrCreateContext();
    this.caller = Tuple.of(Login.ROLE, login.claims());
    var options =
        new PgConnectOptions()
            .setHost("127.0.0.1")
            .setPort(login.port())
            .setDatabase(login.database())
            .setUser(Login.USER)
            .setPassword(Login.PASSWORD)
            .setPipeliningLimit(16)
            .setCachePreparedStatements(true);
    this.connection = PgConnection.connect(vertx, options).await();
  }

  @Override
  public CompletionStage<String> read(int key) {
    Promise<String> answer = Promise.promise();
    // on the connection's own thread, so that the four messages leave together
    context.runOnContext(nothing -> send(key).onComplete(answer));
    return answer.future().toCompletionStage();
  }

  /** Prepared in its place: the login role may not even parse a statement on the table. */
  private Future<String> send(int key) {
    Future<RowSet<Row>> begun = connection.query("begin").execute();
    Future<RowSet<Row>> set = connection.preparedQuery(SETTINGS).execute(caller);
    Future<RowSet<Row>> read = connection.preparedQuery(QUERY).execute(Tuple.of(key));
    Future<RowSet<Row>> committed = connection.query("commit").execute();
    return Future.all(begun, set, read, committed).map(all -> body(read.result()));
  }

  private static String body(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    if (!Login.ROLE.equals(row.getString(1))) {
      throw new IllegalStateException("ran as " + row.getString(1));
    }
    return row.getString(0);
  }

  @Override
  public void close() {
    connection.close().await();
  }
}
