package dev.minibaas.benchmarks.load;

import dev.minibaas.benchmarks.BenchTable;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One kind of request. Whatever is added here is sent to the platform and to a peer, and what it
 * makes the platform say to PostgreSQL is what pgbench repeats.
 *
 * @param keys the random number in each request is from 1 to this
 * @param call the request with that number
 * @param expected how the answer's body begins
 */
record Scenario(String name, int keys, IntFunction<Call> call, String expected) {
  private static final String TABLE = "/" + BenchTable.NAME;

  static final Scenario GET_ONE =
      new Scenario(
          "get one by key",
          BenchTable.OWN_ROWS,
          key -> Call.get(TABLE + "?id=eq." + key),
          "[{\"id\":");

  static final Scenario LIST_100 =
      new Scenario(
          "list 100",
          BenchTable.OWN_ROWS - 100,
          key -> Call.get(TABLE + "?id=gte." + key + "&order=id&limit=100"),
          "[{\"id\":");

  static final List<Scenario> ALL = List.of(GET_ONE, LIST_100);

  static Scenario named(String name) {
    return ALL.stream()
        .filter(scenario -> scenario.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "BENCH_SCENARIOS names \"%s\": there is %s"
                    .formatted(name, ALL.stream().map(Scenario::name).toList())));
  }
}
