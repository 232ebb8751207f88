package dev.minibaas.benchmarks.routing;

import dev.minibaas.benchmarks.routing.FilterBenchmark.Kind;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.WarmupMode;

/** Runs {@link FilterBenchmark} and compares. */
public final class FilterCost {
  private static final double BAR = 1.3;

  private FilterCost() {}

  public static void run() throws RunnerException {
    Medians medians = Medians.of(FilterBenchmark.class, WarmupMode.BULK);
    System.out.println("one evaluation with the same " + FilterBenchmark.MATCHES + " matches");
    for (Kind kind : Kind.values()) {
      double few = nanos(medians, kind, 10);
      double many = nanos(medians, kind, 10_000);
      Medians.ratio(
          "%s, 10,000 / 10 subscriptions: %.0f / %.0f ns".formatted(kind, many, few),
          many / few,
          BAR);
    }
  }

  private static double nanos(Medians medians, Kind kind, int subscriptions) {
    return medians.nanos(
        Map.of("kind", kind.name(), "subscriptions", String.valueOf(subscriptions)));
  }
}
