package dev.minibaas.benchmarks.routing;

import dev.minibaas.benchmarks.routing.FilterBenchmark.Kind;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.WarmupMode;

/** Runs {@link FilterBenchmark} and compares. */
public final class FilterCost {
  private static final double BAR = 1.3;
  private static final int ROUNDS = 3;

  private FilterCost() {}

  public static void run() throws RunnerException {
    Medians medians = Medians.of(FilterBenchmark.class, WarmupMode.BULK, ROUNDS);
    System.out.println("one evaluation with the same " + FilterBenchmark.MATCHES + " matches");
    for (Kind kind : Kind.values()) {
      Map<String, String> few = parameters(kind, 10);
      Map<String, String> many = parameters(kind, 10_000);
      Medians.print(
          "%s, 10,000 / 10 subscriptions: %.0f / %.0f ns"
              .formatted(kind, medians.nanos(many), medians.nanos(few)),
          medians.ratio(many, few),
          BAR);
    }
  }

  private static Map<String, String> parameters(Kind kind, int subscriptions) {
    return Map.of("kind", kind.name(), "subscriptions", String.valueOf(subscriptions));
  }
}
