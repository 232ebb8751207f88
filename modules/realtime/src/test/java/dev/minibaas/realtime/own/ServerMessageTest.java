package dev.minibaas.realtime.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.own.OwnError.Code;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServerMessageTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of(
            new ServerMessage.AuthOk("conn-1", NOW),
            "{'type':'AUTH_OK','conn_id':'conn-1','server_time':'2026-01-02T03:04:05Z'}"),
        Arguments.of(
            new ServerMessage.Subscribed("s", 7, null),
            "{'type':'SUBSCRIBED','sub_id':'s','seq':7}"),
        Arguments.of(
            new ServerMessage.Subscribed("s", 7, "p"),
            "{'type':'SUBSCRIBED','sub_id':'s','seq':7,'position':'p'}"),
        Arguments.of(new ServerMessage.Unsubscribed("s"), "{'type':'UNSUBSCRIBED','sub_id':'s'}"),
        Arguments.of(
            new ServerMessage.Pong(NOW), "{'type':'PONG','server_time':'2026-01-02T03:04:05Z'}"),
        Arguments.of(
            new ServerMessage.Gap("s", null, "p9"),
            "{'type':'GAP','sub_id':'s','after':null,'until':'p9'}"),
        Arguments.of(
            new ServerMessage.Gap("s", "p1", "p9"),
            "{'type':'GAP','sub_id':'s','after':'p1','until':'p9'}"),
        Arguments.of(
            new ServerMessage.Failure(new OwnError(Code.AUTH_FAILED, "the token has expired")),
            "{'type':'ERROR','code':'AUTH_FAILED','message':'the token has expired'}"),
        Arguments.of(
            new ServerMessage.Failure(new OwnError(Code.INVALID_TOPIC, "no", "s")),
            "{'type':'ERROR','code':'INVALID_TOPIC','message':'no','sub_id':'s'}"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void is_written_as_the_contract_has_it(ServerMessage message, String json) {
    assertThat(message.text()).isEqualTo(json.replace('\'', '"'));
  }
}
