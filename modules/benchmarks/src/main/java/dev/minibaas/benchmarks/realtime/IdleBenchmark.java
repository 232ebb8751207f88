package dev.minibaas.benchmarks.realtime;

import dev.minibaas.benchmarks.bare.BareServer;
import dev.minibaas.benchmarks.machine.Jvm;
import dev.minibaas.benchmarks.machine.ResidentMemory;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What sockets cost on which nothing happens: those of the platform, signed in and subscribed to a
 * table, and those of a bare endpoint on the same server.
 */
public final class IdleBenchmark {
  private static final double BAR_KIB = 20;
  private static final int USERS = 100;
  private static final int AFEW = 50;

  private IdleBenchmark() {}

  /** What a server holds. */
  private record Held(long heap, ResidentMemory memory) {
    static Held by(long pid) {
      return new Held(new Jvm(pid).liveHeap(), ResidentMemory.of(pid));
    }
  }

  /** Opens sockets at a server. */
  @FunctionalInterface
  private interface Opener {
    void open(int sockets) throws Exception;
  }

  public static void run() throws Exception {
    Settings settings = Settings.ofEnvironment();
    int sockets = settings.integer("BENCH_SOCKETS", 10_000, 100, 19_000);
    settings.check();
    double bare = bare(sockets);
    double worst = 0;
    for (Dialect dialect : Dialect.values()) {
      worst = Math.max(worst, platform(dialect, sockets));
    }
    System.out.printf(
        Locale.ROOT,
        "heap of an idle socket beyond the server's own: %.1f KiB (bar %.0f): %s%n",
        worst - bare,
        BAR_KIB,
        worst - bare <= BAR_KIB ? "met" : "MISSED");
  }

  private static double bare(int sockets) throws Exception {
    try (var server =
            BareServer.start(BareEndpoint.class, List.of(), Map.of("JVM_ARGS", "-Xmx1g"));
        var crowd = new Crowd(server.awaitPort())) {
      return measure("bare endpoint", server.pid(), sockets, count -> echo(crowd, count));
    }
  }

  private static void echo(Crowd crowd, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Client client = crowd.open("/idle", (hearer, text) -> hearer.ready().complete(null));
      client.say("hello");
      client.ready().get();
    }
  }

  private static double platform(Dialect dialect, int sockets) throws Exception {
    Map<String, String> settings =
        Map.of("REALTIME_MAX_CONNECTIONS", Integer.toString(2 * sockets), "JVM_ARGS", "-Xmx1g");
    try (var own = new OwnStack(settings)) {
      Stack stack = own.start();
      try (var table =
              ChangeTable.create(stack.database().connect(), ChangeTable.IN_MEMORY, USERS);
          var audience = new Audience(stack, dialect, new Arrivals(1, 1))) {
        return measure(
            dialect.title(), Usage.server(stack), sockets, count -> audience.join(count, USERS));
      }
    }
  }

  /** The heap of each socket, in KiB. */
  private static double measure(String what, long pid, int sockets, Opener opener)
      throws Exception {
    opener.open(AFEW);
    Held before = Held.by(pid);
    opener.open(sockets);
    Held after = Held.by(pid);
    double each = (double) (after.heap() - before.heap()) / sockets;
    System.out.printf(
        Locale.ROOT,
        "%-24s %d sockets: %.1f KiB of heap each, %.1f KiB resident each, %d threads more%n",
        what,
        sockets,
        each,
        (double) (after.memory().resident() - before.memory().resident()) / sockets,
        after.memory().threads() - before.memory().threads());
    return each;
  }
}
