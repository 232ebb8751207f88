package dev.minibaas.realtime.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.access.ChannelRights.Rights;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastTest {
  private static final String QUIET = "{\"presence\":{\"enabled\":false}}";
  private static final String PRIVATE = "{\"private\":true,\"presence\":{\"enabled\":false}}";
  private static final String OK = "phx_reply {\"status\":\"ok\",\"response\":{}}";
  private static final String HELLO =
      "broadcast {\"type\":\"broadcast\",\"event\":\"hello\",\"payload\":{\"a\":1}}";

  private final Network network = new Network();
  private final TestClock clock = new TestClock();
  private final TestNode node = new TestNode(network.node("a"), clock, PhoenixLimits.DEFAULT);
  private final TestNode other = new TestNode(network.node("b"), clock, PhoenixLimits.DEFAULT);

  private static TestClient joined(TestNode at, String vsn, String config) {
    TestClient client = at.client(vsn);
    client.join(config);
    client.take();
    return client;
  }

  @Test
  void allHearItWhereverTheyAreAndWhateverTheySpeak() {
    TestClient sender = joined(node, "2.0.0", QUIET);
    TestClient here = joined(node, "2.0.0", QUIET);
    TestClient old = joined(node, "1.0.0", QUIET);
    TestClient there = joined(other, "2.0.0", QUIET);
    TestClient oldThere = joined(other, "1.0.0", QUIET);
    sender.broadcast("hello", "{\"a\":1}");
    for (TestClient client : new TestClient[] {here, old, there, oldThere}) {
      assertThat(client.said()).containsExactly(HELLO);
    }
    assertThat(sender.said()).as("the sender").isEmpty();
  }

  @Test
  void theOlderFormIsHeardToo() {
    TestClient sender = joined(node, "1.0.0", QUIET);
    TestClient there = joined(other, "2.0.0", QUIET);
    sender.push("broadcast", "{\"type\":\"broadcast\",\"event\":\"hello\",\"payload\":{\"a\":1}}");
    assertThat(there.said()).containsExactly(HELLO);
  }

  @Test
  void selfAndAck() {
    TestClient sender = joined(node, "2.0.0", "{\"broadcast\":{\"self\":true,\"ack\":\"true\"}}");
    sender.broadcast("hello", "{\"a\":1}");
    assertThat(sender.said()).containsExactly(HELLO, OK);
  }

  @Test
  void bytesStayBytesAndAreNotForTheOlderForm() {
    TestClient sender = joined(node, "2.0.0", QUIET);
    TestClient there = joined(other, "2.0.0", QUIET);
    TestClient old = joined(other, "1.0.0", QUIET);
    sender.binary("raw", 0, "bytes".getBytes(StandardCharsets.UTF_8));
    assertThat(there.said())
        .containsExactly(
            "broadcast {\"type\":\"broadcast\",\"event\":\"raw\",\"bytes\":\"bytes\"}");
    assertThat(old.said()).isEmpty();
  }

  @Test
  void publicAndPrivateAreTwoChannels() {
    node.rights.give("anon", Rights.ALL);
    TestClient inPublic = joined(node, "2.0.0", QUIET);
    TestClient inPrivate = joined(node, "2.0.0", PRIVATE);
    TestClient sender = joined(node, "2.0.0", PRIVATE);
    sender.broadcast("hello", "{\"a\":1}");
    assertThat(inPrivate.said()).containsExactly(HELLO);
    assertThat(inPublic.said()).isEmpty();
  }

  @Test
  void withoutTheRightToWriteItIsDroppedWithoutAWord() {
    node.rights.give("anon", new Rights(true, true, false, true));
    TestClient listener = joined(node, "2.0.0", PRIVATE);
    TestClient sender =
        joined(node, "2.0.0", "{\"private\":true,\"broadcast\":{\"self\":true,\"ack\":true}}");
    sender.broadcast("hello", "{\"a\":1}");
    assertThat(sender.said()).isEmpty();
    assertThat(listener.said()).isEmpty();
  }

  @Test
  void withoutTheRightToReadNothingIsHeard() {
    node.rights.give("anon", new Rights(false, true, true, true));
    TestClient deaf = joined(node, "2.0.0", PRIVATE);
    TestClient sender = joined(node, "2.0.0", PRIVATE);
    sender.broadcast("hello", "{\"a\":1}");
    node.channels.stored(StoredMessageTest.insert("x", "room", "hello", "{}", "t"));
    assertThat(deaf.said()).isEmpty();
  }

  @Test
  void rowsOfMessagesAreHeardWithTheirId() {
    TestClient listener = joined(node, "2.0.0", QUIET);
    node.channels.stored(StoredMessageTest.insert("an-id", "room", "hello", "{\"a\":1}", "f"));
    assertThat(listener.said())
        .containsExactly(
            "broadcast {\"type\":\"broadcast\",\"event\":\"hello\",\"payload\":{\"a\":1},"
                + "\"meta\":{\"id\":\"an-id\"}}");
  }

  @Test
  void whoHasLeftHearsNothing() {
    TestClient gone = joined(node, "2.0.0", QUIET);
    TestClient dropped = joined(node, "2.0.0", QUIET);
    gone.push("phx_leave", "{}");
    gone.take();
    dropped.conversation.closed();
    joined(other, "2.0.0", QUIET).broadcast("hello", "{\"a\":1}");
    assertThat(gone.said()).isEmpty();
    assertThat(dropped.said()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"event\":7}", "{\"event\":null,\"payload\":{}}"})
  void aBroadcastWithoutAnEventIsRefused(String payload) {
    TestClient sender = joined(node, "1.0.0", QUIET);
    sender.push("broadcast", payload);
    assertThat(sender.said()).hasSize(1).first().asString().contains("InvalidBroadcast: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "junk",
        "[]",
        "{}",
        "{\"kind\":\"unheard of\"}",
        "{\"kind\":\"broadcast\"}",
        "{\"kind\":\"changed\",\"node\":\"x\",\"number\":1.5,\"diff\":{}}",
        "{\"kind\":\"beat\",\"node\":7}"
      })
  void whatNoNodeSaysHarmsNothing(String text) {
    TestClient listener = joined(node, "2.0.0", QUIET);
    network.node("stranger").send(text);
    joined(other, "2.0.0", QUIET).broadcast("hello", "{\"a\":1}");
    assertThat(listener.said()).containsExactly(HELLO);
  }
}
