package dev.minibaas.platform.sql;

import java.sql.Statement;

/** Is told of each statement while it runs, so that it can be cancelled from another thread. */
@FunctionalInterface
public interface StatementWatch {

  /** Watches nothing. */
  StatementWatch NONE = statement -> () -> {};

  /** Called by the thread that is about to run the statement. */
  Running running(Statement statement);

  /** Closed when the statement has come back. */
  @FunctionalInterface
  interface Running extends AutoCloseable {
    @Override
    void close();
  }
}
