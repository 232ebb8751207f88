package dev.minibaas.benchmarks;

import dev.minibaas.benchmarks.enumeration.Enumeration;
import dev.minibaas.benchmarks.footprint.Footprint;
import dev.minibaas.benchmarks.heap.HeapBenchmark;
import dev.minibaas.benchmarks.identity.FloodBenchmark;
import dev.minibaas.benchmarks.identity.LoginBenchmark;
import dev.minibaas.benchmarks.identity.RefreshBenchmark;
import dev.minibaas.benchmarks.load.LoadBenchmark;
import dev.minibaas.benchmarks.mongo.MongoBenchmark;
import dev.minibaas.benchmarks.query.QueryBenchmark;
import dev.minibaas.benchmarks.realtime.ChangesBenchmark;
import dev.minibaas.benchmarks.realtime.IdleBenchmark;
import dev.minibaas.benchmarks.routing.FilterCost;
import dev.minibaas.benchmarks.routing.RoutingCost;
import dev.minibaas.benchmarks.schema.SchemaBenchmark;
import dev.minibaas.benchmarks.session.SessionTrial;
import dev.minibaas.benchmarks.token.TokenCost;
import java.util.Map;
import java.util.TreeSet;

/** The command: its first argument names the benchmark. */
public final class Benchmarks {
  private static final Map<String, Benchmark> ALL =
      Map.ofEntries(
          Map.entry("token", TokenCost::run),
          Map.entry("session", SessionTrial::run),
          Map.entry("load", LoadBenchmark::run),
          Map.entry("heap", HeapBenchmark::run),
          Map.entry("schema", SchemaBenchmark::run),
          Map.entry("footprint", Footprint::run),
          Map.entry("login", LoginBenchmark::run),
          Map.entry("refresh", RefreshBenchmark::run),
          Map.entry("enumeration", Enumeration::run),
          Map.entry("flood", FloodBenchmark::run),
          Map.entry("query", QueryBenchmark::run),
          Map.entry("routing", RoutingCost::run),
          Map.entry("filter", FilterCost::run),
          Map.entry("mongo", MongoBenchmark::run),
          Map.entry("changes", ChangesBenchmark::run),
          Map.entry("sockets", IdleBenchmark::run));

  private Benchmarks() {}

  /** One benchmark: prints its figures. */
  @FunctionalInterface
  interface Benchmark {
    void run() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Benchmark benchmark = arguments.length == 1 ? ALL.get(arguments[0]) : null;
    if (benchmark == null) {
      System.err.println(
          "usage: java -jar benchmarks.jar " + String.join("|", new TreeSet<>(ALL.keySet())));
      System.exit(2);
      return;
    }
    benchmark.run();
    System.exit(0);
  }
}
