package dev.minibaas.benchmarks;

import dev.minibaas.benchmarks.enumeration.Enumeration;
import dev.minibaas.benchmarks.footprint.Footprint;
import dev.minibaas.benchmarks.heap.HeapBenchmark;
import dev.minibaas.benchmarks.identity.LoginBenchmark;
import dev.minibaas.benchmarks.identity.RefreshBenchmark;
import dev.minibaas.benchmarks.load.LoadBenchmark;
import dev.minibaas.benchmarks.query.QueryBenchmark;
import dev.minibaas.benchmarks.schema.SchemaBenchmark;
import dev.minibaas.benchmarks.session.SessionTrial;
import dev.minibaas.benchmarks.token.TokenCost;
import java.util.Map;
import java.util.TreeSet;

/** The command: its first argument names the benchmark. */
public final class Benchmarks {
  private static final Map<String, Benchmark> ALL =
      Map.of(
          "token", TokenCost::run,
          "session", SessionTrial::run,
          "load", LoadBenchmark::run,
          "heap", HeapBenchmark::run,
          "schema", SchemaBenchmark::run,
          "footprint", Footprint::run,
          "login", LoginBenchmark::run,
          "refresh", RefreshBenchmark::run,
          "enumeration", Enumeration::run,
          "query", QueryBenchmark::run);

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
