package dev.minibaas.realtime.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.access.ChannelRights.Rights;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {
  private static final String OK = "phx_reply {\"status\":\"ok\",\"response\":{}}";

  private final Network network = new Network();
  private final TestClock clock = new TestClock();
  private final TestNode node = new TestNode(network.node("a"), clock, PhoenixLimits.DEFAULT);
  private final TestNode other = new TestNode(network.node("b"), clock, PhoenixLimits.DEFAULT);

  private static TestClient joined(TestNode at, String key) {
    TestClient client = at.client();
    client.join("{\"presence\":{\"enabled\":true,\"key\":\"" + key + "\"}}");
    client.take();
    return client;
  }

  private static void track(TestClient client, String payload) {
    client.push(
        "presence", "{\"type\":\"presence\",\"event\":\"track\",\"payload\":" + payload + "}");
  }

  private static JsonObject only(TestClient client) {
    List<JsonArray> messages = client.take();
    assertThat(messages).hasSize(1);
    return messages.getFirst().getJsonObject(4);
  }

  private static JsonObject meta(JsonObject state, String key) {
    return state.getJsonObject(key).getJsonArray("metas").getJsonObject(0);
  }

  @Test
  void whoComesIsToldToAllAndToTheOneThatJoinsLater() {
    TestClient ada = joined(node, "ada");
    TestClient bob = joined(other, "bob");
    track(ada, "{\"mood\":\"fine\"}");
    JsonObject diff = only(bob);
    assertThat(diff.getJsonObject("leaves")).isEmpty();
    JsonObject meta = meta(diff.getJsonObject("joins"), "ada");
    assertThat(meta.getString("mood")).isEqualTo("fine");
    assertThat(meta.getString("phx_ref")).isNotEmpty();
    assertThat(ada.take())
        .extracting(m -> m.getString(3))
        .containsExactly("presence_diff", "phx_reply");

    TestClient late = other.client();
    late.join("{\"presence\":{\"enabled\":true}}");
    JsonArray state = late.take().getLast();
    assertThat(state.getString(3)).isEqualTo("presence_state");
    assertThat(meta(state.getJsonObject(4), "ada")).isEqualTo(meta);
  }

  @Test
  void theSameAgainIsNothingNew() {
    TestClient ada = joined(node, "ada");
    TestClient bob = joined(node, "bob");
    track(ada, "{\"a\":1}");
    ada.take();
    bob.take();
    track(ada, "{\"a\":1}");
    assertThat(ada.said()).containsExactly(OK);
    assertThat(bob.said()).isEmpty();
  }

  @Test
  void somethingElseReplacesWhatWasSaid() {
    TestClient ada = joined(node, "ada");
    TestClient bob = joined(other, "bob");
    track(ada, "{\"a\":1}");
    String before = meta(only(bob).getJsonObject("joins"), "ada").getString("phx_ref");
    track(ada, "{\"a\":2}");
    JsonObject diff = only(bob);
    assertThat(meta(diff.getJsonObject("leaves"), "ada").getString("phx_ref")).isEqualTo(before);
    assertThat(meta(diff.getJsonObject("joins"), "ada").getInt("a")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"untrack", "leave", "drop", "rejoin"})
  void whoGoesIsTold(String how) {
    TestClient ada = joined(node, "ada");
    TestClient bob = joined(other, "bob");
    track(ada, "{}");
    bob.take();
    switch (how) {
      case "untrack" -> ada.push("presence", "{\"event\":\"untrack\"}");
      case "leave" -> ada.push("phx_leave", "{}");
      case "drop" -> ada.conversation.closed();
      default -> ada.join("{}");
    }
    JsonObject diff = only(bob);
    assertThat(diff.getJsonObject("leaves")).containsOnlyKeys("ada");
    assertThat(diff.getJsonObject("joins")).isEmpty();
  }

  @Test
  void twoOfOneKeyAreTwo() {
    TestClient one = joined(node, "ada");
    TestClient two = joined(other, "ada");
    track(one, "{\"device\":1}");
    track(two, "{\"device\":2}");
    TestClient late = node.client();
    late.join("{\"presence\":{\"enabled\":true}}");
    JsonObject state = late.take().getLast().getJsonObject(4);
    assertThat(state.getJsonObject("ada").getJsonArray("metas")).hasSize(2);
  }

  @Test
  void withoutAKeyTheServerMakesOne() {
    TestClient bob = joined(node, "bob");
    TestClient nameless = joined(node, "");
    track(nameless, "{}");
    assertThat(only(bob).getJsonObject("joins").keySet()).singleElement().asString().hasSize(36);
  }

  @Test
  void whoDoesntWantToKnowMayBeKnown() {
    TestClient quiet = node.client();
    quiet.join("{\"presence\":{\"enabled\":false,\"key\":\"q\"}}");
    assertThat(quiet.take()).hasSize(1);
    TestClient bob = joined(node, "bob");
    track(quiet, "{}");
    assertThat(quiet.said()).containsExactly(OK);
    assertThat(only(bob).getJsonObject("joins")).containsOnlyKeys("q");
  }

  @Test
  void withoutTheRightNothingIsKnownAndNothingIsSaid() {
    node.rights.give("anon", new Rights(true, false, true, false));
    TestClient blind = node.client();
    blind.join("{\"private\":true}");
    assertThat(blind.take()).as("no presence_state").hasSize(1);
    track(blind, "{}");
    assertThat(blind.said())
        .singleElement()
        .asString()
        .contains("Unauthorized: You do not have permissions to track presence");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "[]", "\"x\"", "null"})
  void whatIsSaidIsAMap(String payload) {
    TestClient ada = joined(node, "ada");
    track(ada, payload);
    assertThat(ada.said())
        .singleElement()
        .asString()
        .contains("InvalidPresencePayload: Presence track payload must be a map");
  }

  @Test
  void anUnknownPresenceEventIsRefused() {
    TestClient ada = joined(node, "ada");
    ada.push("presence", "{\"event\":\"nonsense\"}");
    assertThat(ada.said()).singleElement().asString().contains("InvalidPresence: ");
  }

  @Test
  void tooManyCallsEndTheChannel() {
    TestClient ada = joined(node, "ada");
    for (int i = 0; i < 5; i++) {
      track(ada, "{\"n\":" + i + "}");
    }
    clock.pass(Duration.ofSeconds(29));
    ada.take();
    track(ada, "{\"n\":5}");
    List<String> said = ada.said();
    assertThat(said).hasSize(3);
    assertThat(said.get(1)).contains("\"Client presence rate limit exceeded\"");
    assertThat(said.getLast()).isEqualTo("phx_close {}");
  }

  @Test
  void afterAWhileCallsAreAllowedAgain() {
    TestClient ada = joined(node, "ada");
    for (int i = 0; i < 5; i++) {
      track(ada, "{\"n\":" + i + "}");
    }
    clock.pass(Duration.ofSeconds(30));
    ada.take();
    track(ada, "{\"n\":5}");
    assertThat(ada.said()).last().isEqualTo(OK);
  }

  @Test
  void aSilentNodesPresencesAreGone() {
    TestClient ada = joined(node, "ada");
    TestClient bob = joined(other, "bob");
    track(ada, "{}");
    bob.take();
    network.kill("a");
    clock.pass(Duration.ofSeconds(15));
    other.channels.tick();
    assertThat(bob.said()).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    other.channels.tick();
    assertThat(only(bob).getJsonObject("leaves")).containsOnlyKeys("ada");
  }

  @Test
  void aNodeThatStopsSaysSo() {
    track(joined(node, "ada"), "{}");
    TestClient bob = joined(other, "bob");
    node.channels.close();
    assertThat(only(bob).getJsonObject("leaves")).containsOnlyKeys("ada");
  }

  @Test
  void aNodeThatStartsLaterLearnsWhoIsThere() {
    track(joined(node, "ada"), "{}");
    var third = new TestNode(network.node("c"), clock, PhoenixLimits.DEFAULT);
    TestClient late = joined(third, "late");
    node.channels.tick();
    assertThat(only(late).getJsonObject("joins")).containsOnlyKeys("ada");
  }
}
