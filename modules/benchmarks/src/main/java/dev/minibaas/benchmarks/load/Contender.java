package dev.minibaas.benchmarks.load;

import dev.minibaas.benchmarks.machine.CpuClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One side of the comparison: its windows, and what they cost in which process. */
final class Contender {
  private final String name;
  private final Side side;
  private final CpuClock server;
  private final CpuClock database;
  private final List<Sample> samples = new ArrayList<>();

  /** Runs one window. */
  @FunctionalInterface
  interface Side {
    Result run(Duration window) throws IOException;
  }

  /** What a window showed; times in microseconds, 0 where unknown. */
  record Result(double perSecond, long requests, double p50, double p99, long generatorMicros) {}

  private record Sample(Result result, long serverMicros, long databaseMicros) {}

  Contender(String name, Side side, CpuClock server, CpuClock database) {
    this.name = name;
    this.side = side;
    this.server = server;
    this.database = database;
  }

  void warmUp(Duration window) throws IOException {
    side.run(window);
  }

  void run(Duration window) throws IOException {
    long serverStart = server.micros();
    long databaseStart = database.micros();
    Result result = side.run(window);
    samples.add(
        new Sample(result, server.micros() - serverStart, database.micros() - databaseStart));
    System.out.printf(Locale.ROOT, "  %-12s %8.0f /s%n", name, result.perSecond());
  }

  /** The median of the windows. */
  double perSecond() {
    double[] sorted =
        samples.stream().mapToDouble(sample -> sample.result.perSecond()).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  static String header() {
    return "%-12s %10s %9s %9s %12s %13s %14s"
        .formatted(
            "", "requests/s", "p50 ms", "p99 ms", "server µs", "PostgreSQL µs", "generator µs");
  }

  String figures() {
    double requests = samples.stream().mapToLong(sample -> sample.result.requests()).sum();
    double serverMicros = samples.stream().mapToLong(Sample::serverMicros).sum();
    double databaseMicros = samples.stream().mapToLong(Sample::databaseMicros).sum();
    double generator = samples.stream().mapToLong(s -> s.result.generatorMicros()).sum();
    double p50 = samples.stream().mapToDouble(s -> s.result.p50()).average().orElse(0);
    double p99 = samples.stream().mapToDouble(s -> s.result.p99()).average().orElse(0);
    return String.format(
        Locale.ROOT,
        "%-12s %10.0f %9s %9s %12.1f %13.1f %14.1f",
        name,
        perSecond(),
        millis(p50),
        millis(p99),
        serverMicros / requests,
        databaseMicros / requests,
        generator / requests);
  }

  private static String millis(double micros) {
    return micros == 0 ? "-" : String.format(Locale.ROOT, "%.2f", micros / 1000);
  }
}
