package dev.minibaas.benchmarks.heap;

import dev.minibaas.benchmarks.BenchTable;
import dev.minibaas.benchmarks.BenchUser;
import dev.minibaas.benchmarks.http.Call;
import dev.minibaas.benchmarks.http.Target;
import dev.minibaas.benchmarks.load.Scenario;
import dev.minibaas.benchmarks.load.ScenarioTables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Requests of every kind, most of them with something in it that was never there before: a name, a
 * set of columns, a value, a token. What a server keeps of such things without a bound shows.
 */
final class Mixture {
  /** The scenario that makes the table of entries grow. */
  private static final String BULK = "bulk";

  private static final int BETWEEN_BULKS = 2000;
  private static final String ITEM = "/" + BenchTable.NAME;
  private static final String ENTRY = "/" + ScenarioTables.ENTRY;
  private static final String JSON = "{\"title\":\"a title\"}";

  private static final List<IntFunction<Call>> WRITES =
      List.of(
          n -> Call.post(ENTRY + "?select=a" + n + ":title", JSON).with(returning("")),
          n -> Call.post(ENTRY, "{\"id\":-%d,\"title\":\"t%d\"}".formatted(n, n)).with(merging()),
          n -> new Call("PATCH", ENTRY + "?id=eq." + n % 5000, Map.of(), JSON),
          n -> new Call("PATCH", ENTRY + "?title=eq.t" + n, returning(",count=exact"), JSON),
          n -> new Call("DELETE", ENTRY + "?id=eq." + n % 5000, Map.of(), ""));

  /** What the platform has to refuse. */
  private static final List<IntFunction<Call>> ERRORS =
      List.of(
          n -> Call.get("/never_" + n),
          n -> Call.post("/never_" + n, JSON),
          n -> Call.post("/rpc/never_" + n, "{}"),
          n -> Call.get("/rpc/" + ScenarioTables.FIND + "?never_" + n + "=1"),
          n -> Call.get(ITEM + "?never_" + n + "=eq.1"),
          n -> Call.get(ITEM + "?select=never_" + n + "(*)"),
          n -> Call.get(ITEM + "?id=never_" + n + ".1"),
          n -> Call.get(ITEM + "?id=eq.never_" + n),
          n -> Call.get(ITEM + "?select=id::never_" + n),
          n -> Call.get(ITEM).with(Map.of("Accept", "application/never-" + n)),
          n -> Call.get(ITEM).with(Map.of("Accept-Profile", "never_" + n)),
          n -> Call.post(ENTRY, "{\"never_" + n + "\":1}"),
          n -> Call.post(ENTRY, "{\"title\":" + n));

  private final String secret;
  private final Target known;
  private final List<List<byte[]>> usual = new ArrayList<>();
  private final List<byte[]> bulk = new ArrayList<>();
  private final Random random = new Random(7);
  private int count;

  Mixture(Target target, String secret) {
    this.secret = secret;
    this.known = target.as(BenchUser.token(secret, "a session of the benchmark"));
    for (Scenario scenario : Scenario.ALL) {
      if (scenario.name().contains(BULK)) {
        bulk.addAll(scenario.requests(known));
      } else {
        usual.add(scenario.requests(known));
      }
    }
  }

  /** The platform with the token of one user. */
  Target known() {
    return known;
  }

  byte[] next() {
    count++;
    if (count % BETWEEN_BULKS == 0) {
      return any(bulk);
    }
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> any(any(usual));
      case 3, 4, 5 -> novelRead().bytes(known);
      case 6 -> any(WRITES).apply(count).bytes(known);
      case 7 -> any(ERRORS).apply(count).bytes(known);
      case 8 -> oneItem().bytes(known.as(BenchUser.token(secret, "session " + count)));
      default -> oneItem().bytes(known.as("forged." + count + ".token"));
    };
  }

  private Call oneItem() {
    return Call.get(ITEM + "?id=eq." + key());
  }

  private Call novelRead() {
    String one = ITEM + "?id=eq." + key();
    return switch (random.nextInt(6)) {
      case 0 -> Call.get(one + "&select=id,a" + count + ":title");
      case 1 -> Call.get(one + "&select=" + columns() + "&order=" + columns());
      case 2 -> Call.get(one + "&select=note->>never_" + count);
      case 3 -> Call.get(ITEM + "?or=(id.eq." + key() + ",and(id.eq.1,title.eq.x" + count + "))");
      case 4 -> Call.get(one + "&title=in.(x" + "y,z".repeat(count % 50) + ")");
      default -> Call.get(one).with(Map.of("X-Never-" + count, "1", "Range", "0-" + count));
    };
  }

  private String columns() {
    List<String> columns =
        new ArrayList<>(List.of("id", "owner", "title", "note", "done", "price", "created_at"));
    Collections.shuffle(columns, random);
    return String.join(",", columns.subList(0, 1 + random.nextInt(columns.size())));
  }

  private static Map<String, String> returning(String more) {
    return Map.of("Prefer", "return=representation" + more);
  }

  private static Map<String, String> merging() {
    return Map.of("Prefer", "resolution=merge-duplicates");
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private int key() {
    return 1 + random.nextInt(BenchTable.OWN_ROWS);
  }
}
