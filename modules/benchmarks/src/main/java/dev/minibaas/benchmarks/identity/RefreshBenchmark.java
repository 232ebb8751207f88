package dev.minibaas.benchmarks.identity;

import dev.minibaas.benchmarks.machine.CpuClock;
import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Refreshes through the gateway's port, in turns with pgbench sending the same statements; then
 * many refreshes that race each other for few sessions, none of which may be lost.
 */
public final class RefreshBenchmark {
  private static final int CONNECTIONS = 16;
  private static final int RACED_SESSIONS = 8;
  private static final int ROUNDS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration WINDOW = Duration.ofSeconds(8);
  private static final double BAR = 0.25;

  private final Stack stack;

  private RefreshBenchmark(Stack stack) {
    this.stack = stack;
  }

  /** Uses the platform that the environment names, or starts one of its own. */
  public static void run() throws IOException, SQLException {
    Settings settings = Settings.of(System.getenv());
    int races = settings.integer("BENCH_REFRESHES", 100_000, 0, Integer.MAX_VALUE);
    if (settings.textOrNull("BASE_URL") != null) {
      new RefreshBenchmark(Stack.from(settings)).measure(races);
      return;
    }
    try (OwnStack own = new OwnStack()) {
      new RefreshBenchmark(own.start()).measure(races);
    }
  }

  private void measure(int races) throws IOException, SQLException {
    List<Refreshing> refreshing = new ArrayList<>();
    for (Accounts.Account account : Accounts.signUp(stack, CONNECTIONS)) {
      refreshing.add(new Refreshing(new AuthConnection(stack), account.refreshToken()));
    }
    List<String> tokens =
        Accounts.signUp(stack, CONNECTIONS).stream().map(Accounts.Account::refreshToken).toList();
    Crew.perSecond(refreshing, WARM_UP);
    RefreshPeer peer = RefreshPeer.of(stack.database(), refreshing.get(0).connection, tokens);
    CpuClock server = CpuClock.of(Listener.pid(stack.port()).orElseThrow());
    CpuClock postgresql = CpuClock.ofFamily(Listener.pid(stack.database().port()).orElseThrow());
    Figures service = new Figures();
    Figures pgbench = new Figures();
    try {
      peer.perSecond(Duration.ofSeconds(3), CONNECTIONS);
      for (int round = 0; round < ROUNDS; round++) {
        service.add(server, postgresql, () -> Crew.perSecond(refreshing, WINDOW));
        pgbench.add(
            CpuClock.ofEndedChildren(), postgresql, () -> peer.perSecond(WINDOW, CONNECTIONS));
      }
    } finally {
      peer.cleanUp();
    }
    for (Refreshing each : refreshing) {
      each.connection.close();
    }
    System.out.printf(
        "%d connections%n%-28s %8s %16s %16s%n",
        CONNECTIONS, "", "/s", "client side µs", "PostgreSQL µs");
    System.out.println(service.line("refreshes (server's CPU)"));
    System.out.println(pgbench.line("pgbench, same statements"));
    double ratio = service.perSecond() / pgbench.perSecond();
    System.out.printf(
        "%-28s %8.3f   (bar %.2f: %s)%n", "ratio", ratio, BAR, ratio >= BAR ? "met" : "MISSED");
    race(races);
  }

  /** One session, refreshed again and again. */
  private static final class Refreshing implements Crew.Work {
    private final AuthConnection connection;
    private String token;

    Refreshing(AuthConnection connection, String token) {
      this.connection = connection;
      this.token = token;
    }

    @Override
    public void run() throws IOException {
      token = connection.post(RefreshPeer.REFRESH, RefreshPeer.json(token)).refreshToken();
    }
  }

  private void race(int calls) throws IOException, SQLException {
    if (calls == 0) {
      return;
    }
    AtomicReferenceArray<String> newest = new AtomicReferenceArray<>(RACED_SESSIONS);
    List<Accounts.Account> accounts = Accounts.signUp(stack, RACED_SESSIONS);
    for (int i = 0; i < RACED_SESSIONS; i++) {
      newest.set(i, accounts.get(i).refreshToken());
    }
    long deadlocksBefore = deadlocks();
    AtomicLong left = new AtomicLong(calls);
    List<Callable<long[]>> racers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      int session = i % RACED_SESSIONS;
      racers.add(() -> racer(newest, session, left));
    }
    long refused = 0;
    long conflicts = 0;
    for (long[] counts : Crew.all(racers)) {
      refused += counts[0];
      conflicts += counts[1];
    }
    long lost = lost(newest);
    long deadlocks = deadlocks() - deadlocksBefore;
    System.out.printf(
        "%d racing refreshes of %d sessions: %d refused, %d sent away (409), %d deadlocks, %d sessions"
            + " lost   (%s)%n",
        calls,
        RACED_SESSIONS,
        refused,
        conflicts,
        deadlocks,
        lost,
        refused + deadlocks + lost == 0 ? "met" : "MISSED");
  }

  /** How many calls were refused, and how many sent away as too many. */
  private long[] racer(AtomicReferenceArray<String> newest, int session, AtomicLong left)
      throws IOException {
    long[] counts = new long[2];
    try (AuthConnection connection = new AuthConnection(stack)) {
      while (left.getAndDecrement() > 0) {
        AuthConnection.Answer answer =
            connection.post(RefreshPeer.REFRESH, RefreshPeer.json(newest.get(session)));
        if (answer.status() == 200) {
          newest.set(session, answer.refreshToken());
        } else {
          counts[answer.status() == 409 ? 1 : 0]++;
        }
      }
    }
    return counts;
  }

  private long lost(AtomicReferenceArray<String> newest) throws IOException {
    long lost = 0;
    try (AuthConnection connection = new AuthConnection(stack)) {
      for (int i = 0; i < RACED_SESSIONS; i++) {
        int status = connection.post(RefreshPeer.REFRESH, RefreshPeer.json(newest.get(i))).status();
        lost += status == 200 ? 0 : 1;
      }
    }
    return lost;
  }

  private long deadlocks() throws SQLException {
    try (Connection connection = stack.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select sum(deadlocks) from pg_catalog.pg_stat_database")) {
      row.next();
      return row.getLong(1);
    }
  }
}
