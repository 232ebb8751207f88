package dev.minibaas.benchmarks.routing;

import dev.minibaas.benchmarks.routing.RoutingBenchmark.Kind;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.WarmupMode;

/** Runs {@link RoutingBenchmark} and compares with what the predecessor told of itself. */
public final class RoutingCost {
  /** Microseconds of an event by the number of subscriptions; in Rust, on unknown hardware. */
  private static final Map<Integer, Double> PREDECESSOR = Map.of(1_000, 45.0, 10_000, 543.0);

  private static final int ROUNDS = 7;

  private RoutingCost() {}

  public static void run() throws RunnerException {
    Medians medians = Medians.of(RoutingBenchmark.class, WarmupMode.INDI, ROUNDS);
    System.out.println("one event to all who want it; bars: the predecessor's own figures");
    for (Kind kind : Kind.values()) {
      line(medians, kind, 1_000);
      line(medians, kind, 10_000);
      Medians.Ratio ratio =
          medians.ratio(parameters(kind, 10_000), parameters(kind, 1_000)).times(1_000 / 10_000.0);
      Medians.print(kind + ", each of 10,000 / each of 1,000", ratio, 1.0);
    }
  }

  private static Map<String, String> parameters(Kind kind, int subscriptions) {
    return Map.of("kind", kind.name(), "subscriptions", String.valueOf(subscriptions));
  }

  private static void line(Medians medians, Kind kind, int subscriptions) {
    double nanos = medians.nanos(parameters(kind, subscriptions));
    double bar = PREDECESSOR.getOrDefault(subscriptions, 0.0);
    System.out.printf(
        "%-50s %8.1f µs   (bar %.0f: %s), %.1f ns each%n",
        kind + ", " + subscriptions + " subscriptions",
        nanos / 1000,
        bar,
        Medians.verdict(nanos / 1000, bar),
        nanos / subscriptions);
  }
}
