package dev.minibaas.realtime.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.testkit.Tokens;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketServletTest {
  private static final String KEY = "?apikey=" + TestServer.ANON_KEY;

  private final SpokenTo conversations = new SpokenTo();
  private TestServer server = new TestServer(SocketConfig.DEFAULT);

  @AfterEach
  void stop() throws Exception {
    server.close();
    assertThat(conversations.misuses).hasValue(0);
  }

  private void start(SocketConfig config) throws Exception {
    server.close();
    server = new TestServer(config);
    var servlet = new SocketServlet(server.connections, conversations, server.authentication);
    server.with(servlet).start();
  }

  private void start() throws Exception {
    start(SocketConfig.DEFAULT);
  }

  private Client connect(String path) {
    return new Client(server.client, server.socket(path));
  }

  /** Status line and body; the client of WebSockets doesn't show bodies. */
  private String refusal(String path, String... headers) throws Exception {
    try (var socket = new Socket("127.0.0.1", server.http("").getPort())) {
      String request =
          "GET /realtime/v1%s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n%s"
                  .formatted(path, String.join("", headers))
              + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      byte[] answer = new byte[4096];
      int length = 0;
      while (!new String(answer, 0, length, UTF_8).contains("}")) {
        int read = socket.getInputStream().read(answer, length, answer.length - length);
        if (read < 0) {
          break;
        }
        length += read;
      }
      String text = new String(answer, 0, length, UTF_8);
      return text.substring(9, 12) + " " + text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private String spokenAt(String path) throws Exception {
    Client client = new Client(server.client, server.socket("").resolve(path));
    client.send("hello");
    return client.next().replace(":hello", "");
  }

  @Test
  void speaksTheProtocolOfThePath() throws Exception {
    start();
    assertThat(spokenAt("/realtime/v1/websocket" + KEY)).isEqualTo("phoenix");
    for (String path : List.of("/v1", "/v1/ws", "/ws")) {
      assertThat(spokenAt("/realtime" + path)).isEqualTo("own");
    }
  }

  @Test
  void toldWhoConnects() throws Exception {
    start();
    UUID user = UUID.randomUUID();
    String token = Tokens.ofTests().user(user);
    connect("/websocket?apikey=" + token + "&vsn=2.0.0");
    await(() -> conversations.handshakes.size() == 1);
    connect("/ws?jwt=abc");
    await(() -> conversations.handshakes.size() == 2);
    Handshake phoenix = conversations.handshakes.get(0);
    Handshake own = conversations.handshakes.get(1);
    assertThat(phoenix.key().subject()).isEqualTo(user.toString());
    assertThat(phoenix.vsn()).isEqualTo("2.0.0");
    assertThat(own.key().role()).isEqualTo(Caller.ANON);
    assertThat(own.token()).isEqualTo("abc");
    assertThat(own.headers()).containsKey("host").doesNotContainKey("sec-websocket-key");
  }

  @Test
  void refusesBeforeTheUpgrade() throws Exception {
    start(SocketConfig.DEFAULT.withMaxConnections(1));
    assertThat(refusal("/websocket")).isEqualTo("401 {\"error\":\"the apikey is missing\"}");
    assertThat(refusal("/websocket?apikey=junk")).startsWith("401 {\"error\":");
    assertThat(refusal("/websocket" + KEY, "x-api-key: junk\r\n")).startsWith("401 {\"error\":");
    assertThat(refusal("/ws?apikey=junk")).startsWith("401 {\"error\":");
    assertThat(refusal("/ws", "Authorization: Bearer junk\r\n")).startsWith("401 {\"error\":");
    assertThat(refusal("/websocket" + KEY + "&vsn=9")).startsWith("400 {\"error\":\"unknown vsn");
    connect("/ws");
    await(() -> server.connections.count() == 1);
    assertThat(refusal("/ws")).isEqualTo("429 {\"error\":\"too many connections\"}");
    server.connections.close();
    assertThat(refusal("/ws")).isEqualTo("503 {\"error\":\"the server is stopping\"}");
  }

  @Test
  void plainRequestsAreToldToUpgrade() throws Exception {
    start();
    HttpRequest request = HttpRequest.newBuilder(server.http("/ws")).build();
    assertThat(server.client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(426);
  }

  @Test
  void keepsTheOrder() throws Exception {
    start();
    Client client = connect("/ws");
    for (int i = 0; i < 200; i++) {
      client.send("m" + i);
    }
    for (int i = 0; i < 200; i++) {
      assertThat(client.next()).isEqualTo("own:m" + i);
    }
  }

  @Test
  void carriesBinary() throws Exception {
    start();
    Client client = connect("/websocket" + KEY);
    client.socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, -3}), true).join();
    assertThat(client.nextBinary()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, -3}));
  }

  @Test
  void assemblesFragments() throws Exception {
    start();
    Client client = connect("/ws");
    client.socket.sendText("in ", false).join();
    client.socket.sendText("parts", true).join();
    assertThat(client.next()).isEqualTo("own:in parts");
    Client phoenix = connect("/websocket" + KEY);
    phoenix.socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), false).join();
    phoenix.socket.sendBinary(ByteBuffer.allocate(0), false).join();
    phoenix.socket.sendBinary(ByteBuffer.wrap(new byte[] {3}), true).join();
    assertThat(phoenix.nextBinary()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
  }

  @Test
  void closesWithTheCodeOfTheConversation() throws Exception {
    start();
    Client client = connect("/ws");
    client.send("leave");
    assertThat(client.closeCode()).isEqualTo(4001);
  }

  @Test
  void failureCloses1011() throws Exception {
    start();
    Client client = connect("/ws");
    client.send("fail");
    assertThat(client.closeCode()).isEqualTo(1011);
    await(() -> conversations.closed.get() == 1);
  }

  @Test
  void tooBigCloses1009() throws Exception {
    start();
    Client client = connect("/ws");
    client.send("x".repeat(68 * 1024));
    assertThat(client.next()).hasSize(68 * 1024 + 4);
    client.socket.sendText("x".repeat(68 * 1024 + 1), true);
    assertThat(client.closeCode()).isEqualTo(1009);
    Client phoenix = connect("/websocket" + KEY);
    phoenix.send("x".repeat(1024 * 1024));
    assertThat(phoenix.next()).hasSize(1024 * 1024 + 8);
  }

  @Test
  void tooBigInFragmentsCloses1009() throws Exception {
    start();
    Client client = connect("/ws");
    for (int i = 0; i < 3; i++) {
      client.socket.sendText("x".repeat(30 * 1024), false).join();
    }
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void whoAnswersNoPingsIsClosedWith1001() throws Exception {
    SocketConfig usual = SocketConfig.DEFAULT;
    start(
        new SocketConfig(
            10,
            usual.outbox(),
            usual.phoenixBytes(),
            usual.ownBytes(),
            Duration.ofMillis(300),
            Duration.ofMillis(50),
            usual.heartbeat(),
            usual.stop()));
    Client own = connect("/ws");
    Client phoenix = connect("/websocket" + KEY);
    for (String path : new String[] {"/ws", "/websocket" + KEY}) {
      try (var silent = new Silent(server.http("").getPort(), path)) {
        assertThat(silent.closeCode()).isEqualTo(1001);
        assertThat(silent.pings()).isEqualTo(2);
      }
    }
    await(() -> conversations.closed.get() == 2);
    own.send("still here");
    assertThat(own.next()).isEqualTo("own:still here");
    phoenix.send("I, too");
    assertThat(phoenix.next()).isEqualTo("phoenix:I, too");
  }

  @Test
  void stopClosesAll1012() throws Exception {
    start();
    Client one = connect("/ws");
    Client other = connect("/websocket" + KEY);
    await(() -> server.connections.count() == 2);
    server.connections.close();
    assertThat(one.closeCode()).isEqualTo(1012);
    assertThat(other.closeCode()).isEqualTo(1012);
    assertThat(server.connections.count()).isZero();
    await(() -> conversations.closed.get() == 2);
  }

  @Test
  void endWaitsForTheMessageUnderWay() throws Exception {
    start();
    CountDownLatch latch = new CountDownLatch(1);
    conversations.blocking.put("slow", latch);
    Client client = connect("/ws");
    client.send("slow");
    await(() -> conversations.blocked.get() == 1);
    client.socket.abort();
    server.connections.close();
    assertThat(conversations.closed).hasValue(0);
    latch.countDown();
    await(() -> conversations.closed.get() == 1);
  }

  @Test
  void thousandComeAndGo() throws Exception {
    start();
    for (int i = 0; i < 1000; i++) {
      Client client = connect("/ws");
      if (i % 2 == 0) {
        client.socket.abort();
      } else {
        client.socket.sendClose(1000, "");
      }
    }
    await(() -> conversations.closed.get() == conversations.begun.get());
    await(() -> server.connections.count() == 0);
    assertThat(conversations.begun.get()).isBetween(500, 1000);
  }
}
