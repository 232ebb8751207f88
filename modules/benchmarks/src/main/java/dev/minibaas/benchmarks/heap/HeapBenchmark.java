package dev.minibaas.benchmarks.heap;

import dev.minibaas.benchmarks.heap.Line.Point;
import dev.minibaas.benchmarks.http.LoadGenerator;
import dev.minibaas.benchmarks.http.Target;
import dev.minibaas.benchmarks.load.Scenario;
import dev.minibaas.benchmarks.load.ScenarioTables;
import dev.minibaas.benchmarks.machine.Jvm;
import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends a platform mixed requests, and looks on the way whether what they leave behind grows. */
public final class HeapBenchmark {
  /** Until the caches that have a bound have come to it. */
  private static final int FILLING_SAMPLES = 3;

  private static final int ENOUGH = 1_000_000;
  private static final double MOST_KIB_PER_MILLION = 2048;

  private final HeapConfig config;
  private final Stack stack;
  private final Jvm server;

  private HeapBenchmark(HeapConfig config, Stack stack) {
    this.config = config;
    this.stack = stack;
    this.server = new Jvm(Listener.pid(stack.port()).orElseThrow());
  }

  public static void run() throws Exception {
    HeapConfig config = HeapConfig.from(Settings.ofEnvironment());
    try (var own = new OwnStack()) {
      new HeapBenchmark(config, own.start()).sendAll();
    }
  }

  private void sendAll() throws Exception {
    Target platform =
        Target.of("platform", stack.baseUrl(), "/rest/v1", Map.of("apikey", stack.anonKey()));
    var mixture = new Mixture(platform, stack.jwtSecret());
    try (Connection superuser = stack.database().connect()) {
      ScenarioTables.create(superuser);
      for (Scenario scenario : Scenario.ALL) {
        scenario.await(mixture.known());
      }
      List<Point> points = new ArrayList<>();
      points.add(look(0));
      for (int sample = 1; sample <= HeapConfig.SAMPLES; sample++) {
        ScenarioTables.refresh(superuser);
        send(mixture);
        points.add(look((double) config.requests() * sample / HeapConfig.SAMPLES));
      }
      System.out.println(verdict(points.subList(FILLING_SAMPLES, points.size())));
      if (config.requests() < ENOUGH) {
        System.out.printf("which says nothing before %d requests: caches still fill%n", ENOUGH);
      }
    }
  }

  private void send(Mixture mixture) throws IOException {
    var left = new AtomicInteger(config.requests() / HeapConfig.SAMPLES);
    LoadGenerator.Window seen =
        LoadGenerator.run(
            mixture.known(), mixture::next, config.connections(), () -> left.getAndDecrement() > 0);
    System.out.printf(
        Locale.ROOT,
        "  %.0f /s, p99 %d ms, answers by status %s%n",
        seen.perSecond(),
        seen.latencies().micros(0.99) / 1000,
        seen.statuses());
    if (seen.statuses().lastKey() >= 500) {
      throw new IllegalStateException("the platform failed, first with " + seen.firstFailure());
    }
  }

  private Point look(double requests) {
    Point point = new Point(requests, server.liveHeap());
    System.out.printf(Locale.ROOT, "%9.0f requests: %6.2f MiB live%n", requests, point.y() / 1024);
    return point;
  }

  static String verdict(List<Point> points) {
    Line line = Line.through(points);
    double rise = line.slope() * 1_000_000;
    return String.format(
        Locale.ROOT,
        "live heap rises by %.2f ± %.2f MiB in a million requests (bar: at most %.0f): %s",
        rise / 1024,
        line.error() * 1_000_000 / 1024,
        MOST_KIB_PER_MILLION / 1024,
        rise <= MOST_KIB_PER_MILLION ? "no slope, met" : "a slope, MISSED");
  }
}
