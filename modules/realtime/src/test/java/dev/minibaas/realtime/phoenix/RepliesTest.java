package dev.minibaas.realtime.phoenix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.phoenix.Replies.Extension;
import dev.minibaas.realtime.phoenix.Replies.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepliesTest {
  private static final Push PUSH =
      Serializer.V2.read("[\"1\",\"2\",\"realtime:room\",\"phx_join\",{}]");

  @Test
  void ok() {
    assertThat(text(Replies.ok(PUSH)))
        .isEqualTo(
            "[\"1\",\"2\",\"realtime:room\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
  }

  @Test
  void a_join_without_changes_has_an_empty_list() {
    assertThat(text(Replies.joined(PUSH, List.of())))
        .endsWith("{\"status\":\"ok\",\"response\":{\"postgres_changes\":[]}}]");
  }

  @Test
  void a_join_has_its_bindings_in_order() {
    List<ChangesBinding> bindings =
        List.of(
            ChangesBinding.parse(JsonReader.read("{\"table\":\"b\"}").asJsonObject()),
            ChangesBinding.parse(JsonReader.read("{\"table\":\"a\"}").asJsonObject()));
    assertThat(text(Replies.joined(PUSH, bindings)))
        .endsWith(
            "{\"postgres_changes\":[{\"table\":\"b\",\"id\":%d},{\"table\":\"a\",\"id\":%d}]}}]"
                .formatted(bindings.get(0).id(), bindings.get(1).id()));
  }

  @Test
  void a_refusal_has_code_and_text() {
    assertThat(text(Replies.refused(PUSH, Refusal.UNAUTHORIZED, "no right to read")))
        .endsWith(
            "{\"status\":\"error\",\"response\":{\"reason\":\"Unauthorized: no right to read\"}}]");
  }

  @Test
  void system_and_close() {
    assertThat(
            text(
                Replies.system(
                    "realtime:room",
                    "1",
                    Extension.POSTGRES_CHANGES,
                    true,
                    "Subscribed to PostgreSQL")))
        .isEqualTo(
            "[\"1\",null,\"realtime:room\",\"system\",{\"extension\":\"postgres_changes\","
                + "\"status\":\"ok\",\"message\":\"Subscribed to PostgreSQL\",\"channel\":\"room\"}]");
    assertThat(text(Replies.closed("realtime:room", "1")))
        .isEqualTo("[\"1\",\"1\",\"realtime:room\",\"phx_close\",{}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "phoenix; heartbeat; {}; Heartbeat[]",
        "realtime:a; phx_leave; {}; Leave[channel=a]",
        "realtime:a; access_token; {\"access_token\":\"t\"}; AccessToken[channel=a, token=t]",
        "realtime:a; access_token; {\"access_token\":null}; AccessToken[channel=a, token=null]",
        "realtime:a; presence; {\"event\":\"track\",\"payload\":{\"x\":1}};"
            + " Track[channel=a, payload={\"x\":1}]",
        "realtime:a; presence; {\"event\":\"UNTRACK\"}; Untrack[channel=a]",
        "realtime:a; broadcast; {\"event\":\"e\",\"payload\":1};"
            + " Broadcast[channel=a, event=e, content=OfJson[value=1]]",
        "realtime:a; broadcast; {}; Unknown[reason=InvalidBroadcast: event must be a text]",
        "realtime:a; presence; {}; Unknown[reason=InvalidPresence: event must be track or untrack]",
        "realtime:a; what; {}; Unknown[reason=UnknownEvent: a channel has no such event]",
        "phoenix; what; {}; Unknown[reason=UnknownEvent: the socket knows heartbeat only]",
        "realtime:; phx_join; {}; Unknown[reason=TopicNameRequired: You must provide a topic name]",
        "other; phx_join; {}; Unknown[reason=TopicNameRequired: You must provide a topic name]",
      })
  void an_event_is_what_it_says(String topic, String event, String payload, String meaning) {
    Push push =
        Serializer.V2.read("[null,\"1\",\"%s\",\"%s\",%s]".formatted(topic, event, payload));
    assertThat(ClientEvent.of(push)).hasToString(meaning);
  }

  private static String text(Outgoing message) {
    return ((Frame.Text) Serializer.V2.write(message).orElseThrow()).text();
  }
}
