package dev.minibaas.benchmarks.footprint;

import dev.minibaas.benchmarks.machine.ResidentMemory;
import dev.minibaas.benchmarks.stack.OwnStack;
import java.net.URI;
import java.util.Locale;

/** Starts a platform twice, and looks at its Liberty JVM when it has come to rest. */
public final class Footprint {
  private static final int ROUNDS = 10;
  private static final int IDLE_MILLIS = 20_000;
  private static final int AIM_MIB = 300;

  private Footprint() {}

  public static void run() throws InterruptedException {
    try (var stack = new OwnStack()) {
      Start first = Start.of(stack);
      System.out.println(times("first start", first));
      memory(stack, first.pid());
      stack.stop();
      Start second = Start.of(stack);
      System.out.println(times("second start", second));
      memory(stack, second.pid());
    }
  }

  private static String times(String name, Start start) {
    return String.format(
        Locale.ROOT,
        "%-13s Liberty ready after %.1f s and %.1f s CPU; make start took %.1f s",
        name,
        start.toReady().toMillis() / 1000.0,
        start.cpu().toMillis() / 1000.0,
        start.whole().toMillis() / 1000.0);
  }

  private static void memory(OwnStack stack, long pid) throws InterruptedException {
    var probe = new Probe(URI.create("http://localhost:" + stack.port()), stack.anonKey());
    for (int i = 0; i < ROUNDS; i++) {
      probe.use();
    }
    Thread.sleep(IDLE_MILLIS);
    ResidentMemory memory = ResidentMemory.of(pid);
    JvmDetails jvm = JvmDetails.of(pid);
    System.out.printf(
        Locale.ROOT,
        "  resident %.0f MiB (proportional %.0f, anonymous %.0f)   aim %d MiB: %s%n",
        mib(memory.resident()),
        mib(memory.proportional()),
        mib(memory.anonymous()),
        AIM_MIB,
        mib(memory.resident()) <= AIM_MIB ? "met" : "MISSED");
    System.out.printf(
        Locale.ROOT,
        "  heap committed %.0f MiB, live after GC %.0f; metaspace %.0f, code cache %.0f;"
            + " %d threads, %d classes%n",
        mib(jvm.heapCommitted()),
        mib(jvm.live()),
        mib(jvm.metaspace()),
        mib(jvm.codeCache()),
        memory.threads(),
        jvm.classes());
  }

  private static double mib(long kib) {
    return kib / 1024.0;
  }
}
