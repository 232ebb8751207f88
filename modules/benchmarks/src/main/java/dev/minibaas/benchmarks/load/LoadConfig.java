package dev.minibaas.benchmarks.load;

import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the load is run.
 *
 * @param peer any PostgREST on the same database and secret, or null
 */
record LoadConfig(
    int connections,
    Duration warmUp,
    Duration window,
    int rounds,
    List<Scenario> scenarios,
    @Nullable URI peer) {

  static LoadConfig from(Settings settings) {
    var config =
        new LoadConfig(
            settings.integer("BENCH_CONNECTIONS", 16, 1, 1000),
            settings.seconds("BENCH_WARM_UP", 20, 1, 600),
            settings.seconds("BENCH_WINDOW", 10, 1, 600),
            settings.integer("BENCH_ROUNDS", 3, 1, 100),
            settings.list("BENCH_SCENARIOS", Scenario.GET_ONE.name()).stream()
                .map(Scenario::named)
                .toList(),
            settings.textOrNull("PEER_URL") == null
                ? null
                : settings.uri("PEER_URL", "http://localhost:3000"));
    settings.check();
    return config;
  }
}
