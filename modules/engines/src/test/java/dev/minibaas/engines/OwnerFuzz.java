package dev.minibaas.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.engines.command.Command.Delete;
import dev.minibaas.engines.command.Command.Insert;
import dev.minibaas.engines.command.Command.Select;
import dev.minibaas.engines.command.Command.Update;
import dev.minibaas.engines.command.DataReader;
import dev.minibaas.engines.command.FilterReader;
import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.Sort;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Random requests as one user, beside another one's rows or alone. */
final class OwnerFuzz {
  private static final List<String> COLUMNS =
      List.of("id", "owner_id", "name", "amount", "done", "OWNER_ID", "nothing");
  private static final List<String> OPERATORS =
      List.of(
          "$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$like", "$ilike", "$exists", "$in", "$nin",
          "$where");

  private final Engine engine;
  private final Function<String, Scope> scopes;
  private final String victim;
  private final String attacker;
  private List<Row> before = List.of();

  OwnerFuzz(Engine engine, Function<String, Scope> scopes, String victim, String attacker) {
    this.engine = engine;
    this.scopes = scopes;
    this.victim = victim;
    this.attacker = attacker;
  }

  /** What the attacker is answered to each request of a seed. */
  List<String> answers(long seed, int requests, Runnable empty, boolean withVictim) {
    empty.run();
    if (withVictim) {
      for (int i = 0; i < 10; i++) {
        insert(victim, "v" + i, "secret" + i, (long) i);
      }
      before = rows();
    }
    Random random = new Random(seed);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      answers.add(answer(random, i));
    }
    return answers;
  }

  void assertOthersUntouched() {
    assertThat(before).hasSize(10);
    assertThat(rows()).isEqualTo(before);
  }

  private List<Row> rows() {
    return engine.select(
        scopes.apply(victim),
        new Select(
            "items",
            List.of(),
            FilterReader.read(json("{}")),
            List.of(new Sort("id", false)),
            50,
            0));
  }

  private void insert(String subject, String id, String name, long amount) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("id", id);
    data.put("name", name);
    data.put("amount", amount);
    data.put("done", true);
    engine.insert(scopes.apply(subject), new Insert("items", data));
  }

  private String answer(Random random, int number) {
    Scope scope = scopes.apply(attacker);
    try {
      return switch (random.nextInt(8)) {
        case 0, 1 -> {
          Row row =
              engine.insert(
                  scope, new Insert("items", DataReader.read(json(data(random, "n" + number)))));
          yield shown(List.of(row));
        }
        case 2 ->
            shown(
                engine
                    .update(
                        scope,
                        new Update(
                            "items",
                            FilterReader.read(json(filter(random, 2))),
                            DataReader.read(json(change(random)))))
                    .rows());
        case 3 ->
            "deleted "
                + engine.delete(
                    scope, new Delete("items", FilterReader.read(json(filter(random, 2)))));
        default -> {
          String sort = COLUMNS.get(random.nextInt(5));
          int offset = random.nextInt(3);
          yield shown(
              engine.select(
                  scope,
                  new Select(
                      "items",
                      random.nextInt(4) == 0 ? List.of("id", sort) : List.of(),
                      FilterReader.read(json(filter(random, 3))),
                      List.of(new Sort(sort, random.nextBoolean()), new Sort("id", false)),
                      1 + random.nextInt(50),
                      offset)));
        }
      };
    } catch (InvalidCommand e) {
      return "invalid " + e.part();
    } catch (EngineFailure e) {
      return "failed " + e.reason();
    }
  }

  private static String shown(List<Row> rows) {
    List<String> shown = new ArrayList<>();
    for (Row row : rows) {
      Map<String, @Nullable Object> columns = new LinkedHashMap<>(row.columns());
      columns.remove("created_at");
      columns.remove("updated_at");
      shown.add(columns.toString());
    }
    shown.sort(null);
    return shown.toString();
  }

  private String data(Random random, String id) {
    String owner =
        random.nextInt(4) == 0
            ? ",\"owner_id\":\"" + (random.nextBoolean() ? victim : attacker) + "\""
            : "";
    return "{\"id\":\""
        + id
        + "\",\"name\":"
        + text(random)
        + ",\"amount\":"
        + random.nextInt(10)
        + ",\"done\":"
        + random.nextBoolean()
        + owner
        + "}";
  }

  private String change(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> "{\"owner_id\":\"" + victim + "\"}";
      case 1 -> "{\"OWNER_ID\":\"" + victim + "\",\"name\":\"x\"}";
      case 2 -> "{\"name\":null}";
      default -> "{\"name\":" + text(random) + ",\"amount\":" + random.nextInt(10) + "}";
    };
  }

  private String filter(Random random, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(6);
    return switch (kind) {
      case 1 -> "{\"$or\":[" + filter(random, depth - 1) + "," + filter(random, depth - 1) + "]}";
      case 2 -> "{\"$and\":[" + filter(random, depth - 1) + "," + filter(random, depth - 1) + "]}";
      case 3 -> "{\"$not\":" + filter(random, depth - 1) + "}";
      default ->
          "{\"" + COLUMNS.get(random.nextInt(COLUMNS.size())) + "\":" + condition(random) + "}";
    };
  }

  private String condition(Random random) {
    String operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    return switch (operator) {
      case "$exists" -> "{\"$exists\":" + random.nextBoolean() + "}";
      case "$in", "$nin" -> "{\"" + operator + "\":[" + value(random) + "," + value(random) + "]}";
      case "$like", "$ilike" -> "{\"" + operator + "\":" + text(random) + "}";
      default ->
          random.nextInt(3) == 0 ? value(random) : "{\"" + operator + "\":" + value(random) + "}";
    };
  }

  private String value(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Integer.toString(random.nextInt(10));
      case 1 -> Boolean.toString(random.nextBoolean());
      default -> text(random);
    };
  }

  private String text(Random random) {
    List<String> texts =
        List.of(
            victim,
            attacker,
            "secret" + random.nextInt(10),
            "v" + random.nextInt(10),
            "n" + random.nextInt(400),
            "%",
            "secret%",
            "' or 1=1 --",
            "",
            "0");
    return "\"" + texts.get(random.nextInt(texts.size())) + "\"";
  }

  private static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
