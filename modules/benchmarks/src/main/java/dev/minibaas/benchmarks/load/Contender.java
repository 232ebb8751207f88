package dev.minibaas.benchmarks.load;

import dev.minibaas.benchmarks.http.Histogram;
import dev.minibaas.benchmarks.machine.CpuClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

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
    Result run(Duration window, int connections) throws IOException;
  }

  /** What a window showed. */
  record Result(double perSecond, long requests, Histogram latencies, long generatorMicros) {}

  private record Sample(Result result, long serverMicros, long databaseMicros) {}

  Contender(String name, Side side, CpuClock server, CpuClock database) {
    this.name = name;
    this.side = side;
    this.server = server;
    this.database = database;
  }

  String name() {
    return name;
  }

  void warmUp(Duration window, int connections) throws IOException {
    side.run(window, connections);
  }

  void run(Duration window, int connections) throws IOException {
    long serverStart = server.micros();
    long databaseStart = database.micros();
    Result result = side.run(window, connections);
    samples.add(
        new Sample(result, server.micros() - serverStart, database.micros() - databaseStart));
    System.out.printf(Locale.ROOT, "  %-9s %9.0f /s%n", name, result.perSecond());
  }

  /** Of the windows since the last time this was asked. */
  Figures figures(int connections) {
    var latencies = new Histogram();
    samples.forEach(sample -> latencies.add(sample.result.latencies()));
    double requests = sum(sample -> sample.result.requests());
    var figures =
        new Figures(
            name,
            connections,
            medianPerSecond(),
            latencies.micros(0.5),
            latencies.micros(0.99),
            sum(Sample::serverMicros) / requests,
            sum(Sample::databaseMicros) / requests,
            sum(sample -> sample.result.generatorMicros()) / requests);
    samples.clear();
    return figures;
  }

  private double medianPerSecond() {
    double[] sorted =
        samples.stream().mapToDouble(sample -> sample.result.perSecond()).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private double sum(ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).sum();
  }
}
