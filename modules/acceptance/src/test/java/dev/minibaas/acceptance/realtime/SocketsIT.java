package dev.minibaas.acceptance.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that break the rules of WebSockets, or have gone without a word. */
class SocketsIT {
  @RegisterExtension
  static final Platform PLATFORM = Platform.own("sockets", Map.of("REALTIME_PING_SECONDS", "1"));

  private static final String PING = "{\"type\":\"PING\"}";

  private final Api api = PLATFORM.api();
  private final String key = "?apikey=" + PLATFORM.anonKey();
  private final String serviceKey = "?apikey=" + PLATFORM.serviceKey();

  private int connections() {
    return api.get("/realtime/v1/health").send().is(200).object().getInt("connections");
  }

  private void awaitConnections(int expected) throws InterruptedException {
    for (int i = 0; i < 200 && connections() != expected; i++) {
      Thread.sleep(100);
    }
    assertThat(connections()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"/ws, 1, 60000", "/ws, 1, 1", "/websocket, 1, 60000", "/websocket, 2, 60000"})
  void a_message_without_an_end_is_cut_off(String path, int type, int size) throws Exception {
    int before = connections();
    try (var socket = new RawSocket(api, "/realtime/v1" + path + key)) {
      socket.send(type, false, new byte[size]);
      Thread sender = Thread.ofVirtual().start(() -> sendUntilItBreaks(socket, size));
      assertThat(socket.next(RawSocket.CLOSE).closeCode()).isEqualTo(1009);
      assertThat(socket.ends()).isTrue();
      sender.join();
    }
    awaitConnections(before);
  }

  private static void sendUntilItBreaks(RawSocket socket, int size) {
    try {
      while (true) {
        socket.send(RawSocket.CONTINUATION, false, new byte[size]);
      }
    } catch (IOException e) {
      // the server has ended it, as it should
    }
  }

  @Test
  void parts_make_a_message_with_a_ping_between_them() throws IOException {
    try (var socket = new RawSocket(api, "/realtime/v1" + serviceKey)) {
      assertThat(socket.next(RawSocket.TEXT).text()).contains("AUTH_OK");
      for (int i = 0; i < 3; i++) {
        socket
            .send(RawSocket.TEXT, false, PING.substring(0, 5).getBytes(UTF_8))
            .send(RawSocket.PING, true, (byte) 7)
            .send(RawSocket.CONTINUATION, false)
            .send(RawSocket.CONTINUATION, true, PING.substring(5).getBytes(UTF_8));
        assertThat(socket.next(RawSocket.PONG).payload()).containsExactly(7);
        assertThat(socket.next(RawSocket.TEXT).text()).contains("PONG");
        socket.send(RawSocket.TEXT, true, PING.getBytes(UTF_8));
        assertThat(socket.next(RawSocket.TEXT).text()).contains("PONG");
      }
    }
  }

  @Test
  void who_answers_no_pings_is_closed_and_who_does_stays() throws Exception {
    int before = connections();
    try (var listener = new Socket(api, "/realtime/v1" + serviceKey);
        var silent = new RawSocket(api, "/realtime/v1" + serviceKey)) {
      listener.hear("AUTH_OK");
      assertThat(silent.next(RawSocket.TEXT).text()).contains("AUTH_OK");
      assertThat(silent.next().type()).isEqualTo(RawSocket.PING);
      assertThat(silent.next(RawSocket.CLOSE).closeCode()).isEqualTo(1001);
      assertThat(silent.ends()).isTrue();
      awaitConnections(before + 1);
      listener.nothingComes();
    }
  }

  @Test
  void no_cookie_says_who_someone_is() throws IOException {
    String cookie =
        "Cookie: apikey=%1$s; sb-access-token=%1$s; access_token=%1$s; token=%1$s\r\n"
            .formatted(PLATFORM.serviceKey());
    String subscribe = "{\"type\":\"SUBSCRIBE\",\"sub_id\":\"a\",\"topic\":\"pg/**\"}";
    try (var socket = new RawSocket(api, "/realtime/v1" + key, cookie)) {
      socket.send(RawSocket.TEXT, true, subscribe.getBytes(UTF_8));
      assertThat(socket.next(RawSocket.TEXT).text()).contains("NOT_AUTHENTICATED");
    }
  }
}
