package dev.minibaas.benchmarks.token;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link TokenBenchmark} and compares. */
public final class TokenCost {
  private static final double BAR = 0.1;

  private TokenCost() {}

  public static void run() throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(TokenBenchmark.class.getName())
            .verbosity(VerboseMode.NORMAL)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    double full = nanos(results, "full");
    double cached = nanos(results, "cached");
    System.out.printf("full verification    %8.2f µs%n", full / 1000);
    System.out.printf("cached verification  %8.2f µs%n", cached / 1000);
    System.out.printf(
        "cached / full        %8.3f   (bar %.1f: %s)%n",
        cached / full, BAR, cached / full <= BAR ? "met" : "MISSED");
  }

  /**
   * The median of the iterations: other programs' turns on the machine are not the token's cost.
   */
  private static double nanos(Collection<RunResult> results, String method) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
        .mapToDouble(result -> result.getPrimaryResult().getStatistics().getPercentile(50))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("JMH did not run " + method));
  }
}
