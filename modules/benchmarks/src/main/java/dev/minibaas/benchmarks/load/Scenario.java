package dev.minibaas.benchmarks.load;

import dev.minibaas.benchmarks.BenchTable;
import dev.minibaas.benchmarks.http.Call;
import dev.minibaas.benchmarks.http.LoadGenerator;
import dev.minibaas.benchmarks.http.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One kind of request. Whatever is added here is sent to the platform and to a peer, and what it
 * makes the platform say to PostgreSQL is what pgbench repeats.
 *
 * @param keys the random number in each request is from 1 to this
 * @param call the request with that number
 * @param expected how the answer's body begins
 */
public record Scenario(String name, int keys, IntFunction<Call> call, String expected) {
  private static final int DIFFERENT_REQUESTS = 4096;
  private static final int BULK_ROWS = 1000;
  private static final String ITEM = "/" + BenchTable.NAME;
  private static final String COMMENT = "/" + ScenarioTables.COMMENT;
  private static final String ENTRY = "/" + ScenarioTables.ENTRY;
  private static final String ROWS = "[{\"id\":";

  public static final Scenario GET_ONE =
      new Scenario(
          "get one by key", BenchTable.OWN_ROWS, key -> Call.get(ITEM + "?id=eq." + key), ROWS);

  static final Scenario LIST_100 = list(100);

  public static final List<Scenario> ALL =
      List.of(
          GET_ONE,
          list(20),
          LIST_100,
          new Scenario(
              "embed one level",
              BenchTable.OWN_ROWS - 20,
              key ->
                  Call.get(page(key, 20) + "&select=id,title," + ScenarioTables.COMMENT + "(body)"),
              ROWS),
          new Scenario(
              "insert one",
              DIFFERENT_REQUESTS,
              key -> Call.post(ENTRY, "{" + entry(key) + "}"),
              ""),
          new Scenario("insert 1000 in bulk", 1, key -> Call.post(ENTRY, entries()), ""),
          new Scenario(
              "RPC",
              BenchTable.OWN_ROWS,
              key -> Call.post("/rpc/" + ScenarioTables.FIND, "{\"key\":" + key + "}"),
              ROWS),
          new Scenario(
              "count=exact",
              ScenarioTables.TOPICS,
              key ->
                  Call.get(COMMENT + "?topic=eq." + key + "&order=id&limit=20")
                      .with(Map.of("Prefer", "count=exact")),
              ROWS));

  private static Scenario list(int rows) {
    return new Scenario(
        "list " + rows, BenchTable.OWN_ROWS - rows, key -> Call.get(page(key, rows)), ROWS);
  }

  private static String page(int key, int rows) {
    return ITEM + "?id=gte." + key + "&order=id&limit=" + rows;
  }

  /** The row's key is the table's to give, so that every request inserts new ones. */
  private static String entry(int number) {
    return "\"title\":\"entry number %d\",\"note\":\"a note about it\",\"done\":%b"
        .formatted(number, number % 3 == 0);
  }

  private static String entries() {
    return IntStream.rangeClosed(1, BULK_ROWS)
        .mapToObj(number -> "{" + entry(number) + "}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  static Scenario named(String name) {
    return ALL.stream()
        .filter(scenario -> scenario.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "BENCH_SCENARIOS names \"%s\": there is %s"
                    .formatted(name, ALL.stream().map(Scenario::name).toList())));
  }

  /** The number in the request whose statements are captured: none that stands there otherwise. */
  int sample() {
    return keys * 3 / 5 + 1;
  }

  Call sampleCall() {
    return call.apply(sample());
  }

  /** Until what was made for it is known there: a change of the schema takes a moment. */
  public void await(Target target) throws IOException, InterruptedException {
    LoadGenerator.await(target, sampleCall(), expected);
  }

  /** So many of its requests as make no difference to all. */
  public List<byte[]> requests(Target target) {
    int count = Math.min(keys, DIFFERENT_REQUESTS);
    return IntStream.range(0, count)
        .mapToObj(i -> 1 + (int) ((long) i * keys / count))
        .map(key -> call.apply(key).bytes(target))
        .toList();
  }
}
