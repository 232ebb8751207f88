package dev.minibaas.benchmarks.routing;

import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.WarmupMode;

/** What JMH has measured: medians, for other programs' turns on the machine are nobody's cost. */
record Medians(Collection<RunResult> results) {
  /**
   * @param warmup {@code BULK} for all parameters in each fork before one is measured: what is
   *     compared then runs the same compiled code, which has seen all of them as a server's has
   */
  static Medians of(Class<?> benchmark, WarmupMode warmup) throws RunnerException {
    var options = new OptionsBuilder().include(benchmark.getName()).warmupMode(warmup).build();
    return new Medians(new Runner(options).run());
  }

  double nanos(Map<String, String> parameters) {
    return results.stream()
        .filter(result ->
            parameters.entrySet().stream()
                .allMatch(parameter ->
                    parameter.getValue().equals(result.getParams().getParam(parameter.getKey()))))
        .mapToDouble(result -> result.getPrimaryResult().getStatistics().getPercentile(50))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("JMH did not run " + parameters));
  }

  static void ratio(String what, double figure, double bar) {
    System.out.printf("%-50s %8.2f      (bar %.1f: %s)%n", what, figure, bar, verdict(figure, bar));
  }

  static String verdict(double figure, double bar) {
    return figure <= bar ? "met" : "MISSED";
  }
}
