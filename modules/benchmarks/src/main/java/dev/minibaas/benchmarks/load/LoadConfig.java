package dev.minibaas.benchmarks.load;

import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the load is run.
 *
 * @param connections one comparison with each of these
 * @param warmUp of the first scenario; the others, which find a warm server, get a third
 * @param peer any PostgREST on the same database and secret, or null
 */
record LoadConfig(
    List<Integer> connections,
    Duration warmUp,
    Duration window,
    int rounds,
    List<Scenario> scenarios,
    @Nullable URI peer) {

  static LoadConfig from(Settings settings) {
    String all = Scenario.ALL.stream().map(Scenario::name).collect(Collectors.joining(","));
    var config =
        new LoadConfig(
            connections(settings),
            settings.seconds("BENCH_WARM_UP", 45, 1, 600),
            settings.seconds("BENCH_WINDOW", 5, 1, 600),
            settings.integer("BENCH_ROUNDS", 3, 1, 100),
            settings.list("BENCH_SCENARIOS", all).stream().map(Scenario::named).toList(),
            settings.textOrNull("PEER_URL") == null
                ? null
                : settings.uri("PEER_URL", "http://localhost:3000"));
    settings.check();
    return config;
  }

  private static List<Integer> connections(Settings settings) {
    List<String> given = settings.list("BENCH_CONNECTIONS", "1,16,64");
    if (!given.isEmpty() && given.stream().allMatch(number -> number.matches("[1-9]\\d{0,2}"))) {
      return given.stream().map(Integer::valueOf).toList();
    }
    settings.problem("BENCH_CONNECTIONS: set it to numbers from 1 to 999, as 1,16,64");
    return List.of();
  }
}
