package dev.minibaas.realtime.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.realtime.access.ChannelRights.Rights;
import dev.minibaas.realtime.phoenix.Content;
import dev.minibaas.realtime.phoenix.Outgoing;
import dev.minibaas.realtime.socket.Handshake;
import dev.minibaas.testkit.Tokens;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoenixConversationTest {
  private static final String JOINED =
      "phx_reply {\"status\":\"ok\",\"response\":{\"postgres_changes\":[]}}";
  private static final String OK = "phx_reply {\"status\":\"ok\",\"response\":{}}";
  private static final String CLOSED = "phx_close {}";
  private static final String QUIET = "{\"presence\":{\"enabled\":false}}";
  private static final String PRIVATE = "{\"private\":true,\"presence\":{\"enabled\":false}}";
  private static final UUID USER = UUID.randomUUID();

  private final TestNode node = new TestNode();
  private final TestClient client = node.client();

  private static String refused(String reason) {
    return "phx_reply {\"status\":\"error\",\"response\":{\"reason\":\"" + reason + "\"}}";
  }

  private static String stopped(String message) {
    return "system {\"extension\":\"system\",\"status\":\"error\",\"message\":\"%s\",\"channel\":\"room\"}"
        .formatted(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "2.0.0"})
  void aHeartbeatIsAnsweredWithItsRef(String vsn) {
    TestClient any = node.client(vsn);
    any.push("phoenix", "heartbeat", "{}");
    JsonArray reply = any.take().getFirst();
    assertThat(reply.getString(1)).isEqualTo("2");
    assertThat(reply.getString(2)).isEqualTo("phoenix");
    assertThat(reply.get(4)).hasToString("{\"status\":\"ok\",\"response\":{}}");
  }

  @Test
  void aHeartbeatIsAnsweredWhileTheHubIsSlow() {
    node.hub.slow();
    client.join("{\"postgres_changes\":[{\"event\":\"*\",\"table\":\"notes\"}]}");
    client.take();
    client.push("phoenix", "heartbeat", "{}");
    assertThat(client.said()).containsExactly(OK);
  }

  @Test
  void aJoinIsAnsweredFirstThenComesWhoIsThere() {
    client.join("{}");
    assertThat(client.said()).containsExactly(JOINED, "presence_state {}");
  }

  @Test
  void leavingIsAnsweredAndThenTheChannelIsClosed() {
    client.join(QUIET);
    client.take();
    client.push("phx_leave", "{}");
    List<JsonArray> messages = client.take();
    assertThat(messages.getFirst().getString(3)).isEqualTo("phx_reply");
    assertThat(messages.getLast().getString(3)).isEqualTo("phx_close");
    assertThat(messages.getLast().getString(1)).as("the join's ref").isEqualTo("1");
    client.broadcast("x", "{}");
    assertThat(client.said()).containsExactly(refused("ChannelNotJoined: join the channel first"));
  }

  @Test
  void leavingWhereOneIsntIsAnswered() {
    client.push("phx_leave", "{}");
    assertThat(client.said()).containsExactly(OK);
  }

  @Test
  void joiningAgainClosesTheFormerOneFirst() {
    client.join(QUIET);
    client.take();
    client.push("7", "7", "realtime:room", "phx_join", "{\"config\":" + QUIET + "}");
    List<JsonArray> messages = client.take();
    assertThat(messages).extracting(m -> m.getString(3)).containsExactly("phx_close", "phx_reply");
    assertThat(messages).extracting(m -> m.getString(0)).containsExactly("1", "7");
  }

  @Test
  void anUnknownVsnIsClosed() {
    assertThat(node.client("3.0.0").outbox.closeCode()).isEqualTo(1003);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "[]", "{}", "[1,2,3,4,5]", "[null,null,\"a\",\"b\",[]]"})
  void whatIsNoMessageClosesTheSocket(String text) {
    client.conversation.text(text);
    assertThat(client.outbox.closeCode()).isEqualTo(1007);
  }

  @Test
  void bytesOfAnotherKindCloseTheSocket() {
    client.conversation.binary(ByteBuffer.wrap(new byte[] {9, 9, 9}));
    assertThat(client.outbox.closeCode()).isEqualTo(1003);
    TestClient old = node.client("1.0.0");
    old.conversation.binary(ByteBuffer.wrap(new byte[] {3}));
    assertThat(old.outbox.closeCode()).isEqualTo(1003);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "phx_reply", "phx_close", "system", ""})
  void anUnknownEventIsRefused(String event) {
    client.join(QUIET);
    client.take();
    client.push(event, "{}");
    assertThat(client.said()).hasSize(1).first().asString().contains("UnknownEvent: ");
  }

  @Test
  void aChannelNeedsAName() {
    client.join("realtime:", QUIET);
    client.join("room", QUIET);
    assertThat(client.said()).hasSize(2).allMatch(text -> text.contains("TopicNameRequired"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"config\":7}",
        "{\"config\":{\"broadcast\":[],\"presence\":\"x\",\"postgres_changes\":{},\"private\":9}}",
        "{\"config\":{\"postgres_changes\":[null,null]},\"access_token\":null,\"more\":[1]}"
      })
  void aJoinOfTheWrongShapeGoesOnWithWhatCouldBeRead(String payload) {
    client.push("phx_join", payload);
    assertThat(client.said()).first().isEqualTo(JOINED);
  }

  @Test
  void aBadTokenJoinsNothing() {
    Tokens.ofTests()
        .refused(USER)
        .forEach((wrong, token) -> {
          client.push("phx_join", "{\"access_token\":\"" + token + "\"}");
          assertThat(client.said())
              .as(wrong)
              .hasSize(1)
              .first()
              .asString()
              .contains("\"reason\":\"InvalidJWTToken: ");
        });
  }

  @Test
  void anOpaqueKeyIsNoToken() {
    client.push("phx_join", "{\"access_token\":\"sb_publishable_x\",\"config\":" + QUIET + "}");
    assertThat(client.said()).containsExactly(JOINED);
  }

  @Test
  void theKeysTokenIsLookedAtAgain() {
    String token = Tokens.ofTests().expired(USER);
    var key = Caller.ofClaims(Map.of("exp", 1), "authenticated", token);
    var late = new TestClient(node, "2.0.0", new Handshake(key, null, "2.0.0", Map.of()));
    late.join(QUIET);
    assertThat(late.said()).containsExactly(refused("InvalidJWTToken: the token has expired"));
  }

  @Test
  void anExpiredTokenEndsTheChannel() {
    String token = Tokens.ofTests().user(USER);
    client.push("phx_join", "{\"access_token\":\"%s\",\"config\":%s}".formatted(token, QUIET));
    client.take();
    node.clock.pass(Duration.ofMinutes(30));
    client.conversation.tick();
    assertThat(client.said()).isEmpty();
    node.clock.pass(Duration.ofMinutes(31));
    client.conversation.tick();
    assertThat(client.said())
        .containsExactly(stopped("InvalidJWTToken: the token has expired"), CLOSED);
    client.conversation.tick();
    assertThat(client.said()).isEmpty();
  }

  @Test
  void aBadNewTokenEndsTheChannel() {
    client.join(QUIET);
    client.take();
    client.push("access_token", "{\"access_token\":\"" + Tokens.ofTests().expired(USER) + "\"}");
    assertThat(client.said())
        .containsExactly(stopped("InvalidJWTToken: the token has expired"), CLOSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"access_token\":null}", "{}", "{\"access_token\":\"sb_x\"}"})
  void noNewTokenChangesNothing(String payload) {
    client.join(QUIET);
    client.take();
    client.push("access_token", payload);
    assertThat(client.said()).isEmpty();
  }

  @Test
  void aTokenThatIsNoTextIsRefused() {
    client.join(QUIET);
    client.take();
    client.push("access_token", "{\"access_token\":17}");
    assertThat(client.said())
        .containsExactly(refused("InvalidAccessToken: access_token must be a text"));
  }

  @Test
  void aPrivateChannelNeedsARight() {
    client.join(PRIVATE);
    assertThat(client.said())
        .containsExactly(
            refused(
                "Unauthorized: You do not have permissions to read from this Channel topic: room"));
    node.rights.give("anon", new Rights(false, true, false, false));
    client.join(PRIVATE);
    assertThat(client.said()).containsExactly(JOINED);
  }

  @Test
  void aLostRightEndsTheChannel() {
    node.rights.give("anon", Rights.ALL);
    client.join(PRIVATE);
    client.take();
    node.rights.give("authenticated", new Rights(false, true, true, true));
    client.push("access_token", "{\"access_token\":\"" + Tokens.ofTests().user(USER) + "\"}");
    assertThat(client.said())
        .containsExactly(
            stopped("You no longer have permission to read from this Channel topic: room"), CLOSED);
  }

  @Test
  void thePastComesAfterTheReplyAndOnlyOnce() {
    node.rights.give("anon", Rights.ALL);
    node.past.add(
        new Outgoing.Broadcast(
            "realtime:room",
            "old",
            new Content.OfJson(Json.createValue(1)),
            Json.createObjectBuilder().add("replayed", true).add("id", "a-1").build()));
    client.join(
        "{\"private\":true,\"presence\":{\"enabled\":false},\"broadcast\":{\"replay\":{\"since\":0}}}");
    node.channels.stored(StoredMessageTest.insert("a-1", "room", "old", "1", "t"));
    node.channels.stored(StoredMessageTest.insert("a-2", "room", "new", "2", "t"));
    assertThat(client.said())
        .containsExactly(
            JOINED,
            "broadcast {\"type\":\"broadcast\",\"event\":\"old\",\"payload\":1,"
                + "\"meta\":{\"replayed\":true,\"id\":\"a-1\"}}",
            "broadcast {\"type\":\"broadcast\",\"event\":\"new\",\"payload\":2,"
                + "\"meta\":{\"id\":\"a-2\"}}");
  }

  @Test
  void aPublicChannelHasNoPast() {
    client.join("{\"broadcast\":{\"replay\":{\"since\":0}}}");
    assertThat(client.said())
        .containsExactly(
            refused("UnableToReplayMessages: Replay is not allowed for public channels"));
  }

  @Test
  void aSocketHasSoManyChannels() {
    for (int i = 0; i < 100; i++) {
      client.join("realtime:room" + i, QUIET);
    }
    assertThat(client.said()).hasSize(100).allMatch(JOINED::equals);
    node.clock.pass(Duration.ofSeconds(1));
    client.join("realtime:more", QUIET);
    assertThat(client.said())
        .containsExactly(refused("ChannelRateLimitReached: Too many channels"));
    client.join("realtime:room7", QUIET);
    assertThat(client.said()).containsExactly(CLOSED, JOINED);
  }

  @Test
  void aSocketJoinsSoOftenInASecond() {
    for (int i = 0; i < 100; i++) {
      client.join(QUIET);
    }
    client.take();
    client.join("realtime:other", QUIET);
    assertThat(client.said())
        .containsExactly(refused("ClientJoinRateLimitReached: Too many joins per second"));
    node.clock.pass(Duration.ofSeconds(1));
    client.join("realtime:other", QUIET);
    assertThat(client.said()).containsExactly(JOINED);
  }

  @Test
  void whoSendsTooMuchLosesTheChannel() {
    client.join(QUIET);
    client.take();
    for (int i = 0; i < 100; i++) {
      client.broadcast("x", "{}");
    }
    assertThat(client.said()).isEmpty();
    client.broadcast("x", "{}");
    assertThat(client.said())
        .containsExactly(
            refused("ClientMessageRateLimitReached: Too many messages per second"),
            stopped("Too many messages per second"),
            CLOSED);
  }

  @Test
  void aMessageHasALargestSize() {
    TestClient narrow =
        TestNode.with(new PhoenixLimits(9, 9, 9, 1024, 9, 5, Duration.ofSeconds(30))).client();
    narrow.join(QUIET);
    narrow.take();
    narrow.broadcast("x", "\"" + "ä".repeat(600) + "\"");
    narrow.push("presence", "{\"event\":\"" + "ä".repeat(600) + "\"}");
    assertThat(narrow.said())
        .hasSize(2)
        .allMatch(refused("PayloadTooLarge: a message has at most 1 KB")::equals);
  }

  @Test
  void tenThousandBindingsAreRefused() {
    String many = "{\"event\":\"*\",\"table\":\"notes\"},".repeat(9_999);
    client.join("{\"postgres_changes\":[" + many + "{\"event\":\"*\",\"table\":\"notes\"}]}");
    assertThat(client.said())
        .containsExactly(
            refused("PostgresChangesLimitReached: at most 200 postgres_changes in a channel"));
    assertThat(node.hub.rows()).isEmpty();
  }
}
