package dev.minibaas.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.command.Command.Delete;
import dev.minibaas.engines.command.Command.Insert;
import dev.minibaas.engines.command.Command.Select;
import dev.minibaas.engines.command.Command.Update;
import dev.minibaas.engines.command.Filter;
import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.Sort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every engine does in the same way, against a real server of each. */
abstract class EngineContractTest extends EngineFixture {
  @Test
  void the_server_answers() {
    engine.test();
  }

  @Test
  void tables_are_listed() {
    items();
    assertThat(engine.tables(scope(ALICE))).contains("items");
  }

  @Test
  void an_inserted_row_comes_back_and_is_read_again() {
    Row row = insert(ALICE, "a1", "apple ' \" \\ ; -- %", 7L, true);
    assertThat(row.columns()).containsEntry("id", "a1");
    Row read =
        engine
            .select(
                scope(ALICE),
                new Select("items", List.of(), filter("{'id':'a1'}"), List.of(), 5, 0))
            .getFirst();
    assertThat(read.columns())
        .containsEntry("name", "apple ' \" \\ ; -- %")
        .containsEntry("amount", stored(7L))
        .containsEntry("done", stored(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                              | a1 a2 a3 a4
          {"name":"apple"}                                | a1
          {"name":null}                                   | a4
          {"name":{"$ne":"apple"}}                        | a2 a3 a4
          {"name":{"$ne":null}}                           | a1 a2 a3
          {"name":{"$exists":false}}                      | a4
          {"name":{"$exists":true}}                       | a1 a2 a3
          {"amount":{"$gt":3}}                            | a2
          {"amount":{"$gte":3}}                           | a2 a3
          {"amount":{"$lt":3}}                            | a1
          {"amount":{"$lte":3,"$gt":1}}                   | a3
          {"amount":20}                                   | a2
          {"done":true}                                   | a1 a4
          {"done":false}                                  | a2
          {"id":{"$in":["a1","a3","b1","x"]}}             | a1 a3
          {"id":{"$in":[]}}                               |
          {"id":{"$nin":["a1","a3"]}}                     | a2 a4
          {"name":{"$like":"a%"}}                         | a1
          {"name":{"$like":"A%"}}                         |
          {"name":{"$ilike":"A%"}}                        | a1
          {"name":{"$like":"%an_na"}}                     | a2
          {"name":{"$like":"%\\\\_1"}}                    | a3
          {"name":{"$like":"%*%"}}                        |
          {"name":{"$like":"[a-z]%"}}                     |
          {"$or":[{"id":"a1"},{"amount":20}]}             | a1 a2
          {"$and":[{"done":true},{"name":null}]}          | a4
          {"$not":{"amount":{"$gt":3}}}                   | a1 a3 a4
          {"$not":{"$or":[{"id":"a1"},{"id":"a2"}]}}      | a3 a4
          {"owner_id":"bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"} |
          {"$or":[{"owner_id":"bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"},{"id":"b1"}]} |
          """)
  void filters_mean_the_same(String filter, String expected) {
    items();
    assertThat(String.join(" ", ids(ALICE, filter)))
        .isEqualTo(expected == null ? "" : expected.strip());
  }

  @Test
  void rows_are_sorted_and_paged() {
    items();
    Filter named = filter("{'name':{'$exists':true}}");
    assertThat(page(named, List.of(new Sort("amount", false)), 2, 0)).containsExactly("a1", "a3");
    assertThat(page(named, List.of(new Sort("amount", false)), 2, 2)).containsExactly("a2");
    assertThat(page(named, List.of(new Sort("amount", true)), 1, 0)).containsExactly("a2");
    assertThat(page(named, List.of(new Sort("done", true), new Sort("name", true)), 1, 0))
        .hasSize(1);
  }

  private List<Object> page(Filter filter, List<Sort> sort, int limit, int offset) {
    return engine
        .select(scope(ALICE), new Select("items", List.of("id"), filter, sort, limit, offset))
        .stream()
        .map(row -> row.columns().get("id"))
        .toList();
  }

  @Test
  void columns_are_chosen() {
    items();
    Row row =
        engine
            .select(
                scope(ALICE),
                new Select("items", List.of("name", "id"), filter("{'id':'a1'}"), List.of(), 1, 0))
            .getFirst();
    assertThat(row.columns().keySet()).containsExactlyInAnyOrder("name", "id");
  }

  @Test
  void updates_answer_the_rows_and_their_count() {
    items();
    Updated updated =
        engine.update(
            scope(ALICE),
            new Update("items", filter("{'done':true}"), Map.of("name", "new", "done", false)));
    assertThat(updated.matched()).isEqualTo(2);
    assertThat(updated.rows()).extracting(row -> row.columns().get("name")).containsOnly("new");
    assertThat(ids(ALICE, "{'name':'new'}")).containsExactly("a1", "a4");
    assertThat(ids(BOB, "{'name':'apple'}")).containsExactly("b1");
  }

  @Test
  void an_update_of_nothing_says_so() {
    Updated updated =
        engine.update(
            scope(ALICE), new Update("items", filter("{'id':'none'}"), Map.of("name", "x")));
    assertThat(updated.matched()).isZero();
    assertThat(updated.rows()).isEmpty();
  }

  @Test
  void a_null_is_stored() {
    items();
    Map<String, @Nullable Object> nothing = new LinkedHashMap<>();
    nothing.put("name", null);
    engine.update(scope(ALICE), new Update("items", filter("{'id':'a1'}"), nothing));
    assertThat(ids(ALICE, "{'name':null}")).containsExactly("a1", "a4");
  }

  @Test
  void deletes_count() {
    items();
    assertThat(engine.delete(scope(ALICE), new Delete("items", filter("{'amount':{'$gt':0}}"))))
        .isEqualTo(3);
    assertThat(ids(ALICE, "{}")).containsExactly("a4");
    assertThat(ids(BOB, "{}")).containsExactly("b1");
  }

  @Test
  void a_taken_id_is_a_duplicate() {
    items();
    EngineFailure failure =
        catchThrowableOfType(EngineFailure.class, () -> insert(ALICE, "a1", "again", 1L, true));
    assertThat(failure.reason()).isEqualTo(Reason.DUPLICATE);
    assertThat(failure.getMessage()).isEqualTo("a row with this unique value exists");
    engine.test();
  }

  @Test
  void an_owner_is_never_chosen() {
    items();
    assertOwnerRefused(Map.of("id", "a9", "owner_id", BOB));
    assertOwnerRefused(Map.of("id", "a9", "OWNER_ID", BOB));
    assertThatThrownBy(() ->
            engine.update(
                scope(ALICE), new Update("items", filter("{'id':'a1'}"), Map.of("owner_id", BOB))))
        .isInstanceOf(InvalidCommand.class);
    assertThat(ids(BOB, "{}")).containsExactly("b1");
    assertThat(
            engine.insert(scope(ALICE), new Insert("items", Map.of("id", "a8", "owner_id", ALICE))))
        .isNotNull();
  }

  private void assertOwnerRefused(Map<String, Object> data) {
    assertThatThrownBy(() -> engine.insert(scope(ALICE), new Insert("items", data)))
        .isInstanceOf(InvalidCommand.class);
  }

  @Test
  void another_ones_rows_are_out_of_reach() {
    items();
    for (String filter : List.of("{'id':'b1'}", "{'$not':{'id':'x'}}", "{'name':'apple'}")) {
      assertThat(ids(ALICE, filter)).doesNotContain("b1");
      engine.update(scope(ALICE), new Update("items", filter(filter), Map.of("name", "hit")));
      engine.delete(scope(ALICE), new Delete("items", filter(filter)));
    }
    assertThat(ids(BOB, "{'name':'apple','amount':5}")).containsExactly("b1");
  }

  @Test
  void a_read_only_database_takes_no_writes() {
    items();
    try (Engine readOnly = open(true)) {
      assertThat(
              readOnly.select(
                  scope(ALICE), new Select("items", List.of(), Filter.ALL, List.of(), 10, 0)))
          .hasSize(4);
      assertThat(
              catchThrowableOfType(
                      EngineFailure.class,
                      () -> readOnly.insert(scope(ALICE), new Insert("items", Map.of("id", "a9"))))
                  .reason())
          .isEqualTo(Reason.NOT_PERMITTED);
      assertThat(
              catchThrowableOfType(
                      EngineFailure.class,
                      () ->
                          readOnly.delete(scope(ALICE), new Delete("items", filter("{'id':'a1'}"))))
                  .reason())
          .isEqualTo(Reason.NOT_PERMITTED);
    }
    assertThat(ids(ALICE, "{}")).hasSize(4);
  }

  @Test
  void an_answer_has_its_limit_of_bytes() {
    for (int i = 0; i < 5; i++) {
      insert(ALICE, "a" + i, "x".repeat(60_000), 1L, true);
    }
    assertThat(catchThrowableOfType(EngineFailure.class, () -> ids(ALICE, "{}")).reason())
        .isEqualTo(Reason.TOO_LARGE);
    assertThat(ids(ALICE, "{'id':'a1'}")).containsExactly("a1");
  }

  @Test
  void a_change_with_a_large_answer_is_made_and_answered_in_part() {
    for (int i = 0; i < 5; i++) {
      insert(ALICE, "a" + i, "x", 1L, true);
    }
    Updated updated =
        engine.update(
            scope(ALICE),
            new Update("items", filter("{'amount':1}"), Map.of("name", "y".repeat(60_000))));
    assertThat(updated.matched()).isEqualTo(5);
    assertThat(updated.rows().size()).isBetween(1, 5);
    assertThat(ids(ALICE, "{'id':'a4','name':{'$like':'yyy%'}}")).containsExactly("a4");
  }

  @Test
  void connections_are_closed_when_idle() {
    engine.test();
    assertThat(engine.connections()).isPositive();
    engine.evictIdle();
    assertThat(engine.connections()).isZero();
    engine.test();
  }

  @Test
  void a_closed_engine_has_no_connections() {
    Engine other = open(false);
    other.test();
    other.close();
    assertThat(other.connections()).isZero();
    assertThatThrownBy(other::test).isInstanceOf(EngineFailure.class);
  }

  @Test
  void hostile_text_is_text() {
    insert(BOB, "b1", "untouched", 1L, true);
    watched(() -> {
      for (String text : HOSTILE) {
        String quoted = JsonText.of(text);
        insert(ALICE, "a1", text, 1L, true);
        assertThat(ids(ALICE, "{\"name\":" + quoted + "}")).as(text).containsExactly("a1");
        assertThat(ids(ALICE, "{\"name\":{\"$ne\":" + quoted + "}}")).as(text).isEmpty();
        assertThat(ids(ALICE, "{\"name\":{\"$in\":[" + quoted + "]}}")).hasSize(1);
        if (!text.endsWith("\\")) {
          ids(ALICE, "{\"name\":{\"$like\":" + quoted + "}}");
          ids(ALICE, "{\"name\":{\"$ilike\":" + quoted + "}}");
        }
        engine.update(
            scope(ALICE), new Update("items", filter("{'id':'a1'}"), Map.of("name", text + text)));
        assertThat(
                engine.delete(
                    scope(ALICE),
                    new Delete("items", filter("{\"name\":" + JsonText.of(text + text) + "}"))))
            .as(text)
            .isOne();
      }
    });
    assertThat(ids(BOB, "{'name':'untouched'}")).containsExactly("b1");
    assertThat(engine.tables(scope(BOB))).contains("items");
  }

  @Test
  void a_subject_is_text_too() {
    items();
    for (String text : HOSTILE) {
      try {
        assertThat(ids(text, "{}")).as(text).isEmpty();
      } catch (EngineFailure e) {
        // no subject of this kind can own a row
        assertThat(e.reason()).isEqualTo(Reason.INVALID_VALUE);
      }
    }
    assertThat(ids(ALICE, "{}")).hasSize(4);
  }

  @Test
  void hostile_names_are_refused() {
    for (String name :
        List.of(
            "name\"",
            "name'",
            "name`",
            "name]",
            "na me",
            "name;",
            "$where",
            "a.b",
            "",
            "\u0000",
            "n\u00e4me",
            "name--",
            "x".repeat(65))) {
      assertThatThrownBy(() -> filter("{" + JsonText.of(name) + ":1}"), "filter %s", name)
          .isInstanceOf(InvalidCommand.class);
      assertThatThrownBy(
              () -> dev.minibaas.engines.command.Names.table(kind(), name + "\""), "table %s", name)
          .isInstanceOf(InvalidCommand.class);
    }
  }

  /**
   * The same requests to two worlds that differ in another one's rows only: the answers are equal.
   */
  @Test
  void another_ones_rows_change_no_answer() {
    OwnerFuzz fuzz = new OwnerFuzz(engine, this::scope, ALICE, BOB);
    List<String> without = fuzz.answers(20_261_125L, 400, this::emptyItems, false);
    List<String> with = fuzz.answers(20_261_125L, 400, this::emptyItems, true);
    assertThat(with).isEqualTo(without);
    fuzz.assertOthersUntouched();
  }
}
