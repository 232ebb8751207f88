package dev.minibaas.benchmarks.heap;

import dev.minibaas.platform.settings.Settings;

/**
 * How many requests the memory must stand.
 *
 * @param requests in all; the heap is measured ten times on the way
 */
record HeapConfig(int requests, int connections) {
  static final int SAMPLES = 10;

  static HeapConfig from(Settings settings) {
    var config =
        new HeapConfig(
            settings.integer("BENCH_REQUESTS", 1_000_000, 1000, 1_000_000_000),
            settings.integer("BENCH_CONNECTIONS", 16, 1, 999));
    settings.check();
    return config;
  }
}
