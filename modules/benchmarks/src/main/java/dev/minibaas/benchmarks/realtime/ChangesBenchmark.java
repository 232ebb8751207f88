package dev.minibaas.benchmarks.realtime;

import dev.minibaas.benchmarks.machine.Jvm;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * From commit to receipt on the whole platform, with the clients on the same machine: one change to
 * many, many changes to some each, and the same beside sockets that nobody reads.
 */
public final class ChangesBenchmark {
  private static final int SOCKETS = 1000;
  private static final int EACH = 10;
  private static final int ASKED_SOCKETS = 100;
  private static final int STOPPED = 10;
  private static final double FANOUT_BAR_MILLIS = 150;
  private static final int WARM_UP_CHANGES = 100;
  private static final int FANOUT_CHANGES = 100;

  /** A window that is full soon, so that what grows beside it is seen; a heap for the load. */
  private static final Map<String, String> SETTINGS =
      Map.of("REALTIME_WINDOW_MB", "8", "JVM_ARGS", "-Xmx512m");

  private static final int RATE = 1000;
  private static final int ROWS = 10;
  private static final String SHORT = "a note of a usual length about an item";
  private static final String LONG = "a note of a kilobyte ".repeat(50);

  private final Stack stack;
  private final Duration warmUp;
  private final Duration window;

  private ChangesBenchmark(Stack stack, Duration warmUp, Duration window) {
    this.stack = stack;
    this.warmUp = warmUp;
    this.window = window;
  }

  public static void run() throws Exception {
    Settings settings = Settings.ofEnvironment();
    Duration warmUp = settings.seconds("BENCH_WARM_UP", 20, 1, 600);
    Duration window = settings.seconds("BENCH_WINDOW", 40, 4, 600);
    settings.check();
    try (var own = new OwnStack(SETTINGS)) {
      new ChangesBenchmark(own.start(), warmUp, window).all();
    }
  }

  private void all() throws Exception {
    for (Dialect dialect : Dialect.values()) {
      fanOut(dialect);
    }
    Usage alone = steady("nobody subscribed", ChangeTable.IN_MEMORY, Dialect.OWN, 0);
    for (Dialect dialect : Dialect.values()) {
      report(alone, steady(dialect.title(), ChangeTable.IN_MEMORY, dialect, SOCKETS));
    }
    String asked = "policy asked of PostgreSQL, " + ASKED_SOCKETS + " sockets";
    report(alone, steady(asked, ChangeTable.IN_DATABASE, Dialect.OWN, ASKED_SOCKETS));
    stoppedReaders();
  }

  private ChangeTable table(String policy) throws Exception {
    return ChangeTable.create(stack.database().connect(), policy, SOCKETS / EACH);
  }

  private void fanOut(Dialect dialect) throws Exception {
    var arrivals = new Arrivals(WARM_UP_CHANGES + FANOUT_CHANGES, 2);
    try (var table = table(ChangeTable.IN_MEMORY);
        var audience = new Audience(stack, dialect, arrivals)) {
      audience.join(SOCKETS, SOCKETS);
      for (int n = 0; n < WARM_UP_CHANGES + FANOUT_CHANGES; n++) {
        table.write(n, n + 1, row -> ChangeTable.EVERYBODY, SHORT, arrivals);
        TimeUnit.MILLISECONDS.sleep(200);
      }
      await(arrivals, (long) SOCKETS * (WARM_UP_CHANGES + FANOUT_CHANGES));
    }
    double p95 = arrivals.millis(1, 0.95);
    System.out.printf(
        Locale.ROOT,
        "one change to %d subscribers, %s: p50 %.0f, p95 %.0f, p99 %.0f, at most %.0f ms"
            + " (bar of p95 %.0f): %s%n",
        SOCKETS,
        dialect.title(),
        arrivals.millis(1, 0.5),
        p95,
        arrivals.millis(1, 0.99),
        arrivals.mostMillis(1),
        FANOUT_BAR_MILLIS,
        p95 <= FANOUT_BAR_MILLIS ? "met" : "MISSED");
  }

  /** A thousand rows a second, each of one user; what a row cost, without the time to warm up. */
  private Usage steady(String what, String policy, Dialect dialect, int sockets) throws Exception {
    int warm = (int) warmUp.toSeconds() * RATE;
    int rows = (int) window.toSeconds() * RATE;
    var warming = new Arrivals(warm, 1);
    var arrivals = new Arrivals(rows, 4);
    int users = Math.max(1, sockets / EACH);
    IntFunction<UUID> owner = n -> ChangeTable.user(n % users);
    try (var table = table(policy);
        var audience = new Audience(stack, dialect, warming)) {
      audience.join(sockets, users);
      long each = sockets == 0 ? 0 : EACH;
      write(table, warm, owner, SHORT, warming);
      await(warming, warm * each);
      audience.now(arrivals);
      Usage start = Usage.now(stack);
      write(table, rows, owner, SHORT, arrivals);
      long end = System.nanoTime();
      await(arrivals, rows * each);
      Usage used = Usage.now(stack).since(start);
      if (sockets > 0) {
        lag(what, arrivals, System.nanoTime() - end);
      }
      return new Usage(used.server() / rows, used.database() / rows);
    }
  }

  private static void lag(String what, Arrivals arrivals, long behind) {
    double first = arrivals.millis(0, 0.5);
    double last = arrivals.millis(3, 0.5);
    boolean flat = last <= 2 * first;
    System.out.printf(
        Locale.ROOT,
        "%d changes/s to %d subscribers each, %s: p50 by quarters %.0f %.0f %.0f %.0f ms,"
            + " p95 %.0f %.0f %.0f %.0f ms, all there %.0f ms after the last: %s%n",
        RATE,
        EACH,
        what,
        first,
        arrivals.millis(1, 0.5),
        arrivals.millis(2, 0.5),
        last,
        arrivals.millis(0, 0.95),
        arrivals.millis(1, 0.95),
        arrivals.millis(2, 0.95),
        arrivals.millis(3, 0.95),
        behind / 1e6,
        flat ? "flat" : "RISING");
  }

  private static void report(Usage alone, Usage used) {
    System.out.printf(
        Locale.ROOT,
        "  CPU per change: server %d µs (nobody subscribed %d), PostgreSQL %d µs (%d):"
            + " the checks %d µs%n",
        used.server(),
        alone.server(),
        used.database(),
        alone.database(),
        used.database() - alone.database());
  }

  /** At that rate, in transactions of some rows each. */
  private static void write(
      ChangeTable table, int rows, IntFunction<UUID> owner, String note, Arrivals arrivals)
      throws Exception {
    long start = System.nanoTime();
    for (int n = 0; n < rows; n += ROWS) {
      long due = start + TimeUnit.SECONDS.toNanos(n) / RATE;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      table.write(n, n + ROWS, owner, note, arrivals);
    }
  }

  /** All rows are one user's, some of whose sockets nobody reads. */
  private void stoppedReaders() throws Exception {
    int rows = (int) window.toSeconds() * RATE / 2;
    Arrivals[] all = {new Arrivals(rows, 1), new Arrivals(rows, 1), new Arrivals(rows, 1)};
    IntFunction<UUID> owner = n -> ChangeTable.user(0);
    var server = new Jvm(Usage.server(stack));
    try (var table = table(ChangeTable.IN_MEMORY);
        var audience = new Audience(stack, Dialect.OWN, all[0])) {
      audience.join(EACH, 1);
      long[] heap = new long[all.length];
      for (int i = 0; i < all.length; i++) {
        audience.now(all[i]);
        if (i == 2) {
          stop(audience.join(STOPPED, 1));
        }
        write(table, rows, owner, LONG, all[i]);
        heap[i] = server.liveHeap();
        await(all[i], (long) rows * EACH);
      }
      System.out.printf(
          Locale.ROOT,
          "%d changes/s to %d sockets: p95 %.0f ms, live heap %d MiB; beside %d that nobody reads:"
              + " p95 %.0f ms, live heap %d MiB%n",
          RATE,
          EACH,
          all[1].millis(0, 0.95),
          heap[1] >> 10,
          STOPPED,
          all[2].millis(0, 0.95),
          heap[2] >> 10);
    }
  }

  private static void stop(List<Client> clients) {
    clients.forEach(Client::stopReading);
  }

  private static void await(Arrivals arrivals, long expected) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (arrivals.came() < expected) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%d of %d changes came".formatted(arrivals.came(), expected));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
