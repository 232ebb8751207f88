package dev.minibaas.realtime.phoenix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.filter.ChangeKind;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.json.JsonReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinPayloadTest {
  @Test
  void reads_what_realtime_js_sends() {
    JoinPayload join =
        parse(
            """
            {"config":{"broadcast":{"ack":true,"self":true,"replay":{"since":1700000000000,"limit":5},
              "replication_ready":true},
              "presence":{"key":"ann","enabled":false},
              "postgres_changes":[{"event":"INSERT","schema":"public","table":"t","filter":"id=eq.1"}],
              "private":true},"access_token":"a.b.c"}\
            """);
    assertThat(join.accessToken()).isEqualTo("a.b.c");
    assertThat(join.isPrivate()).isTrue();
    assertThat(join.broadcasts())
        .isEqualTo(
            new JoinPayload.Broadcasts(
                true, true, new JoinPayload.Replay(1_700_000_000_000L, 5), true));
    assertThat(join.presence()).isEqualTo(new JoinPayload.Presence("ann", false));
    assertThat(join.changes())
        .singleElement()
        .isInstanceOfSatisfying(
            ChangesBinding.Valid.class,
            binding ->
                assertThat(binding.request())
                    .isEqualTo(
                        new ChangesRequest(
                            ChangeKind.INSERT,
                            "public",
                            "t",
                            RowFilter.parse("id=eq.1"),
                            List.of())));
    assertThat(join.problems()).isEmpty();
  }

  @Test
  void nothing_asked_for_is_the_default() {
    JoinPayload join = parse("{}");
    assertThat(join)
        .isEqualTo(
            new JoinPayload(
                null,
                false,
                new JoinPayload.Broadcasts(false, false, null, false),
                new JoinPayload.Presence("", true),
                List.of(),
                List.of()));
  }

  @Test
  void an_opaque_key_is_no_token() {
    assertThat(parse("{\"access_token\":\"sb_publishable_1\"}").accessToken()).isNull();
  }

  @Test
  void booleans_may_be_words() {
    JoinPayload join =
        parse(
            "{\"config\":{\"private\":\"True\",\"broadcast\":{\"self\":\"false\",\"ack\":\"TRUE\"}}}");
    assertThat(join.isPrivate()).isTrue();
    assertThat(join.broadcasts().ack()).isTrue();
    assertThat(join.broadcasts().self()).isFalse();
    assertThat(join.problems()).isEmpty();
  }

  @Test
  void nulls_in_lists_are_dropped() {
    JoinPayload join =
        parse("{\"config\":{\"postgres_changes\":[null,{\"event\":\"*\",\"schema\":\"*\"},null]}}");
    assertThat(join.changes()).hasSize(1);
    assertThat(join.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"access_token\":5}; access_token: unable to parse, expected string",
        "{\"config\":[]}; config: unable to parse, expected a map",
        "{\"config\":{\"private\":\"maybe\"}}; config.private: unable to parse, expected boolean",
        "{\"config\":{\"broadcast\":1}}; config.broadcast: unable to parse, expected a map",
        "{\"config\":{\"presence\":{\"key\":{}}}}; config.presence.key: unable to parse, expected string",
        "{\"config\":{\"postgres_changes\":{}}}; config.postgres_changes: unable to parse, expected a list",
        "{\"config\":{\"postgres_changes\":[1]}}; config.postgres_changes: unable to parse, expected a list of maps",
        "{\"config\":{\"broadcast\":{\"replay\":{\"since\":1,\"limit\":0}}}};"
            + " config.broadcast.replay.limit: unable to parse, expected integer from 1 to 25",
      })
  void a_wrong_shape_is_noted_and_the_join_goes_on(String payload, String problem) {
    assertThat(parse(payload).problems()).containsExactly(problem);
  }

  @Test
  void bindings_come_back_as_they_were_sent() {
    String sent = "{\"event\":\"insert\",\"schema\":\"public\",\"filter\":\"\",\"extra\":[1]}";
    ChangesBinding binding = binding(sent);
    assertThat(binding.confirmed().getString("event")).isEqualTo("insert");
    assertThat(binding.confirmed().getString("filter")).isEmpty();
    assertThat(binding.confirmed()).doesNotContainKey("table").containsKey("extra");
    assertThat(binding.confirmed().getJsonNumber("id").longValueExact())
        .isEqualTo(binding.id())
        .isBetween(0L, (1L << 48) - 1);
  }

  @Test
  void equal_requests_share_an_id_and_others_do_not() {
    long id = binding("{\"event\":\"INSERT\",\"schema\":\"public\",\"table\":\"t\"}").id();
    assertThat(binding("{\"table\":\"t\",\"event\":\"INSERT\",\"schema\":\"public\"}").id())
        .isEqualTo(id);
    assertThat(binding("{\"event\":\"UPDATE\",\"schema\":\"public\",\"table\":\"t\"}").id())
        .isNotEqualTo(id);
    assertThat(
            binding(
                    "{\"event\":\"INSERT\",\"schema\":\"public\",\"table\":\"t\","
                        + "\"filter\":\"a=eq.1\"}")
                .id())
        .isNotEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"schema\":\"s\"}; ANY; s; *",
        "{\"table\":\"t\"}; ANY; public; t",
        "{\"event\":\"nonsense\",\"schema\":\"s\",\"table\":\"t\"}; ANY; s; t",
        "{\"event\":\"delete\",\"schema\":\"s\",\"table\":\"t\",\"filter\":null}; DELETE; s; t",
      })
  void what_is_left_out_means_all(String sent, ChangeKind kind, String schema, String table) {
    assertThat(binding(sent))
        .isInstanceOfSatisfying(
            ChangesBinding.Valid.class,
            valid ->
                assertThat(valid.request())
                    .isEqualTo(new ChangesRequest(kind, schema, table, RowFilter.NONE, List.of())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"event\":\"*\"}",
        "{\"schema\":5}",
        "{\"table\":[]}",
        "{\"table\":\"t\",\"filter\":1}",
        "{\"table\":\"t\",\"filter\":\"undefined\"}",
        "{\"table\":\"t\",\"select\":\"a\"}",
        "{\"schema\":\"s\",\"select\":[\"a\"]}",
      })
  void a_binding_that_cannot_be_is_confirmed_and_said_to_be_wrong(String sent) {
    assertThat(binding(sent))
        .isInstanceOfSatisfying(
            ChangesBinding.Invalid.class,
            invalid -> {
              assertThat(invalid.reason()).isNotBlank();
              assertThat(invalid.confirmed()).containsKey("id");
            });
  }

  private static JoinPayload parse(String json) {
    return JoinPayload.parse(JsonReader.read(json).asJsonObject());
  }

  private static ChangesBinding binding(String json) {
    return ChangesBinding.parse(JsonReader.read(json).asJsonObject());
  }
}
