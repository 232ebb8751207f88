package dev.minibaas.benchmarks.session;

import java.util.concurrent.CompletionStage;

/** One database connection on which one row at a time is read as the caller. */
interface CallerRead extends AutoCloseable {

  /** The row with this key as JSON; complete on return where the driver blocks. */
  CompletionStage<String> read(int key);

  @Override
  void close();
}
