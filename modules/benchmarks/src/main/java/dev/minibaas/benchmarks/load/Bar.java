package dev.minibaas.benchmarks.load;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a figure must reach.
 *
 * @param atLeast whether more is better
 */
record Bar(String what, boolean atLeast, double bound, Function<Results, OptionalDouble> measured) {
  /** Of which the bars speak. */
  static final int CONNECTIONS = 16;

  static final List<Bar> ALL =
      List.of(
          ratio(Scenario.GET_ONE, 0.22),
          ratio(Scenario.LIST_100, 0.42),
          cpu(Scenario.GET_ONE, 300),
          cpu(Scenario.LIST_100, 560),
          new Bar(
              Scenario.GET_ONE.name() + ": CPU of the server, µs",
              false,
              180,
              results -> platform(results, Scenario.GET_ONE, Figures::server)));

  private static Bar ratio(Scenario scenario, double bound) {
    return new Bar(
        scenario.name() + ": ratio to pgbench",
        true,
        bound,
        results -> results.ratio(scenario, CONNECTIONS));
  }

  private static Bar cpu(Scenario scenario, double bound) {
    return new Bar(
        scenario.name() + ": CPU of server and PostgreSQL, µs",
        false,
        bound,
        results -> platform(results, scenario, those -> those.server() + those.database()));
  }

  private static OptionalDouble platform(
      Results results, Scenario scenario, Function<Figures, Double> figure) {
    return results
        .of(scenario, CONNECTIONS, Results.PLATFORM)
        .map(those -> OptionalDouble.of(figure.apply(those)))
        .orElse(OptionalDouble.empty());
  }

  String line(Results results) {
    OptionalDouble figure = measured.apply(results);
    String verdict = "not measured";
    if (figure.isPresent()) {
      double value = figure.getAsDouble();
      boolean met = atLeast ? value >= bound : value <= bound;
      verdict = String.format(Locale.ROOT, "%9.2f   %s", value, met ? "met" : "MISSED");
    }
    return String.format(
        Locale.ROOT, "%-52s %s %6.2f   %s", what, atLeast ? "≥" : "≤", bound, verdict);
  }

  static void print(Results results) {
    System.out.printf("%nthe bars, at %d connections%n", CONNECTIONS);
    ALL.forEach(bar -> System.out.println(bar.line(results)));
  }
}
