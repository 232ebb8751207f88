package dev.minibaas.realtime.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.realtime.access.ChannelRights.Rights;
import dev.minibaas.realtime.channels.BroadcastApi.Answer;
import dev.minibaas.realtime.channels.BroadcastApi.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastApiTest {
  private final TestNode node = new TestNode();
  private final BroadcastApi api =
      new BroadcastApi(
          node.channels,
          node.rights,
          node.clock,
          new PhoenixLimits(1, 1, 3, 1000, 1, 1, Duration.ofSeconds(1)));
  private final TestClient listener = node.client();

  BroadcastApiTest() {
    listener.join("{\"presence\":{\"enabled\":false}}");
    listener.take();
  }

  private static Call call(String body) {
    return new Call(Caller.ofRole("anon"), Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String message(String more) {
    return "{\"topic\":\"room\",\"event\":\"hello\",\"payload\":{\"a\":1}" + more + "}";
  }

  private static String batch(String... messages) {
    return "{\"messages\":[" + String.join(",", messages) + "]}";
  }

  @Test
  void aBatchIsHeard() {
    assertThat(api.batch(call(batch(message(""), message(",\"private\":false")))))
        .isEqualTo(Answer.ACCEPTED);
    assertThat(listener.said())
        .hasSize(2)
        .containsOnly(
            "broadcast {\"type\":\"broadcast\",\"event\":\"hello\",\"payload\":{\"a\":1}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "junk",
        "[]",
        "{}",
        "{\"messages\":7}",
        "{\"messages\":[]}",
        "{\"messages\":[7]}",
        "{\"messages\":[{\"event\":\"x\",\"payload\":{}}]}",
        "{\"messages\":[{\"topic\":\"\",\"event\":\"x\",\"payload\":{}}]}",
        "{\"messages\":[{\"topic\":\"room\",\"payload\":{}}]}",
        "{\"messages\":[{\"topic\":\"room\",\"event\":7,\"payload\":{}}]}",
        "{\"messages\":[{\"topic\":\"room\",\"event\":\"x\"}]}",
        "{\"messages\":[{\"topic\":\"room\",\"event\":\"x\",\"payload\":{},\"private\":\"x\"}]}"
      })
  void anInvalidBatchIsRefused(String body) {
    Answer answer = api.batch(call(body));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isNotEmpty();
    assertThat(listener.said()).isEmpty();
  }

  @Test
  void oneInvalidMessageStopsThemAll() {
    assertThat(api.batch(call(batch(message(""), "{}"))).status()).isEqualTo(422);
    assertThat(listener.said()).isEmpty();
  }

  @Test
  void whatIsTooLargeIsRefused() {
    String large = batch(message(",\"more\":\"" + "x".repeat(1000) + "\""));
    assertThat(api.batch(call(large)).status()).isEqualTo(422);
    assertThat(api.single(call(large), "room", "x", false, "application/json").status())
        .isEqualTo(422);
  }

  @Test
  void tooManyAreRefusedUntilTheNextSecond() {
    String three = batch(message(""), message(""), message(""));
    assertThat(api.batch(call(batch(message(""), message(""), message(""), message("")))).status())
        .isEqualTo(429);
    assertThat(api.batch(call(three)).status()).isEqualTo(202);
    assertThat(api.batch(call(batch(message("")))).status()).isEqualTo(429);
    node.clock.pass(Duration.ofSeconds(1));
    assertThat(api.batch(call(three)).status()).isEqualTo(202);
  }

  @Test
  void privateOnesWithoutARightAreSkipped() {
    node.rights.give("authenticated", new Rights(true, true, false, false));
    TestClient insider =
        new TestClient(
            node,
            "2.0.0",
            new dev.minibaas.realtime.socket.Handshake(
                Caller.ofRole("authenticated"), null, "2.0.0", Map.of()));
    insider.join("{\"private\":true,\"presence\":{\"enabled\":false}}");
    insider.take();
    String mixed = batch(message(",\"private\":true"), message(""));
    assertThat(api.batch(call(mixed)).status()).isEqualTo(202);
    assertThat(insider.said()).isEmpty();
    assertThat(listener.said()).hasSize(1);
    node.clock.pass(Duration.ofSeconds(1));
    node.rights.give("anon", new Rights(false, false, true, false));
    assertThat(api.batch(call(mixed)).status()).isEqualTo(202);
    assertThat(insider.said()).hasSize(1);
  }

  @Test
  void oneMessageOfJsonOrBytes() {
    assertThat(api.single(call("[1]"), "room", "hello", false, "application/json; charset=utf-8"))
        .isEqualTo(Answer.ACCEPTED);
    assertThat(api.single(call("raw"), "room", "hello", false, "application/octet-stream"))
        .isEqualTo(Answer.ACCEPTED);
    assertThat(listener.said())
        .containsExactly(
            "broadcast {\"type\":\"broadcast\",\"event\":\"hello\",\"payload\":[1]}",
            "broadcast {\"type\":\"broadcast\",\"event\":\"hello\",\"bytes\":\"raw\"}");
  }

  @Test
  void anythingElseIsRefused() {
    assertThat(api.single(call("x"), "room", "hello", false, "application/json").status())
        .isEqualTo(422);
    assertThat(api.single(call("{}"), "room", "hello", false, "text/plain").status())
        .isEqualTo(422);
    assertThat(api.single(call("{}"), "room", "hello", false, null).status()).isEqualTo(422);
    assertThat(api.single(call("{}"), "", "hello", false, "application/json").status())
        .isEqualTo(422);
    assertThat(listener.said()).isEmpty();
  }
}
