package dev.minibaas.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The figures of a whole run, by scenario. */
final class Results {
  static final String PLATFORM = "platform";
  static final String PGBENCH = "pgbench";

  private final Map<String, List<Figures>> figures = new LinkedHashMap<>();

  void add(String scenario, List<Figures> measured) {
    figures.merge(
        scenario,
        measured,
        (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
  }

  Optional<Figures> of(Scenario scenario, int connections, String side) {
    return figures.getOrDefault(scenario.name(), List.of()).stream()
        .filter(those -> those.connections() == connections && those.side().equals(side))
        .findFirst();
  }

  /** The platform's requests per second for one of pgbench. */
  OptionalDouble ratio(Scenario scenario, int connections) {
    Optional<Figures> platform = of(scenario, connections, PLATFORM);
    Optional<Figures> pgbench = of(scenario, connections, PGBENCH);
    return platform.isEmpty() || pgbench.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(platform.get().perSecond() / pgbench.get().perSecond());
  }

  void print() {
    figures.forEach((scenario, measured) -> {
      System.out.printf("%n%s%n%s   ratio to pgbench%n", scenario, Figures.header());
      measured.forEach(those -> System.out.println(those.line() + ratio(those, measured)));
    });
  }

  private static String ratio(Figures those, List<Figures> measured) {
    return measured.stream()
        .filter(other -> other.connections() == those.connections())
        .filter(other -> other.side().equals(PGBENCH) && !those.side().equals(PGBENCH))
        .map(other -> String.format(Locale.ROOT, "   %.3f", those.perSecond() / other.perSecond()))
        .findFirst()
        .orElse("");
  }
}
