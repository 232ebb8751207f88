package dev.minibaas.benchmarks.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.WarmupMode;

/**
 * What JMH has measured in several rounds: medians, for other programs' turns on the machine are
 * nobody's cost. Figures are compared with those of the same round, next to which they were taken.
 */
final class Medians {
  private final List<Collection<RunResult>> rounds = new ArrayList<>();

  /** The ratios of all rounds. */
  record Ratio(double least, double median, double most) {
    Ratio times(double factor) {
      return new Ratio(least * factor, median * factor, most * factor);
    }
  }

  /**
   * Runs each combination of parameters once a round, each time in a process of its own.
   *
   * @param warmup {@code BULK} for all parameters in each process before one is measured: what is
   *     compared then runs the same compiled code, which has seen all of them as a server's has
   */
  static Medians of(Class<?> benchmark, WarmupMode warmup, int rounds) throws RunnerException {
    Medians medians = new Medians();
    for (int round = 1; round <= rounds; round++) {
      System.out.printf("round %d of %d%n", round, rounds);
      medians.rounds.add(
          new Runner(
                  new OptionsBuilder()
                      .include(benchmark.getName())
                      .warmupMode(warmup)
                      .forks(1)
                      .build())
              .run());
    }
    return medians;
  }

  double nanos(Map<String, String> parameters) {
    double[] nanos = each(round -> nanos(round, parameters));
    return nanos[nanos.length / 2];
  }

  Ratio ratio(Map<String, String> of, Map<String, String> to) {
    double[] ratios = each(round -> nanos(round, of) / nanos(round, to));
    return new Ratio(ratios[0], ratios[ratios.length / 2], ratios[ratios.length - 1]);
  }

  /** In order of size. */
  private double[] each(ToDoubleFunction<Collection<RunResult>> figure) {
    double[] figures = rounds.stream().mapToDouble(figure).toArray();
    Arrays.sort(figures);
    return figures;
  }

  private static double nanos(Collection<RunResult> round, Map<String, String> parameters) {
    return round.stream()
        .filter(result ->
            parameters.entrySet().stream()
                .allMatch(parameter ->
                    parameter.getValue().equals(result.getParams().getParam(parameter.getKey()))))
        .mapToDouble(result -> result.getPrimaryResult().getStatistics().getPercentile(50))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("JMH did not run " + parameters));
  }

  static void print(String what, Ratio ratio, double bar) {
    System.out.printf(
        "%-50s %8.2f      (%.2f to %.2f; bar %.1f: %s)%n",
        what, ratio.median, ratio.least, ratio.most, bar, verdict(ratio.median, bar));
  }

  static String verdict(double figure, double bar) {
    return figure <= bar ? "met" : "MISSED";
  }
}
