package dev.minibaas.benchmarks.load;

import java.util.Locale;

/**
 * What one side showed in all its windows with so many connections.
 *
 * @param perSecond the median of the windows
 * @param p50 microseconds of a request, as {@code p99}
 * @param server microseconds of processor time a request, as {@code database} and {@code generator}
 */
record Figures(
    String side,
    int connections,
    double perSecond,
    double p50,
    double p99,
    double server,
    double database,
    double generator) {

  static String header() {
    return "%-9s %11s %11s %8s %8s %10s %13s %12s"
        .formatted(
            "",
            "connections",
            "requests/s",
            "p50 ms",
            "p99 ms",
            "server µs",
            "PostgreSQL µs",
            "generator µs");
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-9s %11d %11.0f %8.2f %8.2f %10.0f %13.0f %12.0f",
        side,
        connections,
        perSecond,
        p50 / 1000,
        p99 / 1000,
        server,
        database,
        generator);
  }
}
