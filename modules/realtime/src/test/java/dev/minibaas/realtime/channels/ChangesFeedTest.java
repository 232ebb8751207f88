package dev.minibaas.realtime.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.filter.InvalidFilter;
import dev.minibaas.testkit.Tokens;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangesFeedTest {
  private static final String NOTES =
      "{\"presence\":{\"enabled\":false},"
          + "\"postgres_changes\":[{\"event\":\"*\",\"schema\":\"public\",\"table\":\"notes\"}]}";

  private final TestNode node = new TestNode();
  private final TestClient client = node.client();

  private static String system(String extension, String status, String message) {
    return "system {\"extension\":\"%s\",\"status\":\"%s\",\"message\":\"%s\",\"channel\":\"room\"}"
        .formatted(extension, status, message);
  }

  private static final String LIVE = system("postgres_changes", "ok", "Subscribed to PostgreSQL");

  private static JsonArray bindings(JsonArray reply) {
    return reply.getJsonObject(4).getJsonObject("response").getJsonArray("postgres_changes");
  }

  private void newToken() {
    String token = Tokens.ofTests().user(UUID.randomUUID());
    client.push("access_token", "{\"access_token\":\"" + token + "\"}");
  }

  @Test
  void theWordThatItIsLiveComesWhenItIs() {
    node.hub.slow();
    client.join(NOTES);
    assertThat(client.take()).extracting(m -> m.getString(3)).containsExactly("phx_reply");
    node.hub.work();
    assertThat(client.said()).containsExactly(LIVE);
  }

  @Test
  void aChangeHasTheIdsOfTheReply() {
    client.join(NOTES);
    long id = bindings(client.take().getFirst()).getJsonObject(0).getJsonNumber("id").longValue();
    node.hub.change(1, "one");
    JsonArray change = client.take().getFirst();
    assertThat(change.getString(0)).as("join_ref").isEqualTo("1");
    assertThat(change.get(4))
        .hasToString("{\"ids\":[%d],\"data\":{\"select\":\"\",\"text\":\"one\"}}".formatted(id));
  }

  @Test
  void clientsOfBothFormsGetTheSame() {
    TestClient old = node.client("1.0.0");
    old.join(NOTES);
    client.join(NOTES);
    old.take();
    client.take();
    node.hub.change(1, "one");
    assertThat(old.take().getFirst()).isEqualTo(client.take().getFirst());
  }

  @Test
  void oneMessageForEachChoiceOfColumns() {
    client.join(
        "{\"presence\":{\"enabled\":false},\"postgres_changes\":["
            + "{\"event\":\"*\",\"schema\":\"public\",\"table\":\"notes\"},"
            + "{\"event\":\"INSERT\",\"schema\":\"public\",\"table\":\"notes\"},"
            + "{\"event\":\"*\",\"schema\":\"public\",\"table\":\"notes\",\"select\":[\"id\"]}]}");
    JsonArray ids = bindings(client.take().getFirst());
    node.hub.change(1, "one");
    List<JsonArray> changes = client.take();
    assertThat(changes).hasSize(2);
    assertThat(changes.getFirst().getJsonObject(4).getJsonArray("ids"))
        .containsExactly(
            ids.getJsonObject(0).getJsonNumber("id"), ids.getJsonObject(1).getJsonNumber("id"));
    JsonNumber third = ids.getJsonObject(2).getJsonNumber("id");
    assertThat(changes.getLast().getJsonObject(4).getJsonArray("ids")).containsExactly(third);
    assertThat(changes.getLast().getJsonObject(4).getJsonObject("data").getString("select"))
        .isEqualTo("id");
  }

  @Test
  void equalBindingsAreOneSubscription() {
    String twice = "{\"event\":\"*\",\"schema\":\"public\",\"table\":\"notes\"}";
    client.join("{\"postgres_changes\":[" + twice + "," + twice + "]}");
    assertThat(bindings(client.take().getFirst())).hasSize(2);
    assertThat(node.hub.rows()).hasSize(1);
  }

  @Test
  void whatCantWorkIsSaidAndTheChannelStaysOpen() {
    client.join(
        "{\"presence\":{\"enabled\":false},\"postgres_changes\":["
            + "{\"event\":\"*\",\"table\":\"secrets\"},"
            + "{\"event\":\"*\",\"table\":\"notes\",\"filter\":\"nonsense\"},"
            + "{\"event\":\"*\",\"table\":\"notes\"}]}");
    List<String> said = client.said();
    assertThat(said.get(1)).startsWith("system").contains("\"status\":\"error\"");
    assertThat(said).contains(system("postgres_changes", "error", "no right to read secrets"));
    assertThat(said.getLast()).isEqualTo(LIVE);
    node.hub.change(1, "one");
    assertThat(client.take()).hasSize(1);
  }

  @Test
  void whatTheHubRefusesIsSaid() {
    node.hub.refuse(new InvalidFilter("too many kinds of filters"));
    client.join(NOTES);
    assertThat(client.said())
        .hasSize(2)
        .last()
        .isEqualTo(system("postgres_changes", "error", "too many kinds of filters"));
  }

  @Test
  void whatFailsIsTriedAgain() {
    node.hub.refuse(new IllegalStateException("the hub is not there"));
    client.join(NOTES);
    assertThat(client.said())
        .last()
        .isEqualTo(
            system(
                "postgres_changes",
                "error",
                "Unable to subscribe to changes at the moment; it is tried again"));
    node.hub.refuse(null);
    client.conversation.tick();
    assertThat(client.said()).containsExactly(LIVE);
    client.conversation.tick();
    assertThat(client.said()).isEmpty();
  }

  @Test
  void theWordThatReplicationIsReadyComesOnce() {
    client.join("{\"presence\":{\"enabled\":false},\"broadcast\":{\"replication_ready\":true}}");
    assertThat(client.said())
        .last()
        .isEqualTo(system("system", "ok", "Replication connection established"));
    newToken();
    assertThat(client.said()).isEmpty();
  }

  @Test
  void aGapIsSaidAndTheChannelStaysOpen() {
    client.join(NOTES);
    client.take();
    node.hub.gap();
    node.hub.change(1, "one");
    List<String> said = client.said();
    assertThat(said.getFirst())
        .contains("\"extension\":\"postgres_changes\",\"status\":\"error\"")
        .contains("missing");
    assertThat(said.getLast()).startsWith("postgres_changes ");
  }

  @Test
  void aNewTokenLeavesNoGapAndNothingComesTwice() {
    client.join(NOTES);
    client.take();
    node.hub.slow();
    newToken();
    node.hub.change(1, "before the new one");
    assertThat(node.hub.pending()).isEqualTo(1);
    node.hub.work();
    node.hub.change(2, "while both are there");
    assertThat(node.hub.rows()).hasSize(2);
    node.hub.work();
    node.hub.change(3, "after the former one");
    assertThat(node.hub.rows())
        .singleElement()
        .satisfies(row -> assertThat(row.identity().role()).isEqualTo("authenticated"));
    assertThat(
            client.take().stream()
                .filter(message -> message.getString(3).equals("postgres_changes"))
                .map(message -> message.getJsonObject(4).getJsonObject("data").getString("text")))
        .containsExactly("before the new one", "while both are there", "after the former one");
  }

  @Test
  void leavingWhileTheHubIsSlowLeavesNothingBehind() {
    node.hub.slow();
    client.join(NOTES);
    client.push("phx_leave", "{}");
    newToken();
    while (node.hub.pending() > 0) {
      node.hub.work();
    }
    assertThat(node.hub.rows()).isEmpty();
    assertThat(client.take().stream().map(message -> message.getString(3)))
        .containsExactly("phx_reply", "phx_reply", "phx_close", "phx_reply");
  }

  @Test
  void aClosedConnectionLeavesNothingBehind() {
    client.join(NOTES);
    client.conversation.closed();
    assertThat(node.hub.rows()).isEmpty();
  }

  @Test
  void whoIsTooSlowIsToldAndComesBack() {
    client.join(NOTES);
    client.take();
    client.outbox.room(2);
    for (int i = 1; i <= 5; i++) {
      node.hub.change(i, "change " + i);
    }
    List<String> said = client.said();
    assertThat(said).hasSize(3);
    assertThat(said.getLast())
        .isEqualTo(system("system", "error", "messages were lost: the client is too slow"));
    assertThat(client.outbox.closeCode()).isEqualTo(1013);
  }
}
