package dev.minibaas.benchmarks.realtime;

import dev.minibaas.benchmarks.BenchUser;
import dev.minibaas.benchmarks.stack.Stack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Subscribers of the table, some for each user. */
final class Audience implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final int AT_ONCE = 200;

  private final Stack stack;
  private final Dialect dialect;
  private volatile Arrivals arrivals;
  private final Crowd crowd;
  private int sessions;

  Audience(Stack stack, Dialect dialect, Arrivals arrivals) throws IOException {
    this.stack = stack;
    this.dialect = dialect;
    this.arrivals = arrivals;
    this.crowd = new Crowd(stack.port());
  }

  /**
   * Opens sockets, in turns of the users, and returns when all are subscribed.
   *
   * @param users the numbers of those from 0 to this
   */
  List<Client> join(int sockets, int users) throws Exception {
    List<Client> joined = new ArrayList<>();
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    for (int i = 0; i < sockets; i++) {
      String session = "session " + sessions++ % sockets;
      String token =
          BenchUser.token(stack.jwtSecret(), ChangeTable.user(i % users).toString(), session);
      Client client = crowd.open(dialect.path(stack.anonKey(), token), this::hear);
      dialect.opened(client, token);
      joined.add(client);
      waiting.add(client.ready());
      if (waiting.size() == AT_ONCE || i == sockets - 1) {
        await(waiting);
        waiting.clear();
      }
    }
    return joined;
  }

  /** What comes from now on is counted there. */
  void now(Arrivals others) {
    arrivals = others;
  }

  private static void await(List<CompletableFuture<Void>> all)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void hear(Client client, String text) {
    switch (dialect.heard(text)) {
      case CHANGE -> arrivals.came(text, System.nanoTime());
      case READY -> client.ready().complete(null);
      case FAILURE -> client.fail("was told " + text);
      case OTHER -> {
        // on the way to being ready
      }
    }
  }

  @Override
  public void close() throws IOException {
    crowd.close();
  }
}
