package dev.minibaas.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.testkit.Tokens;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsServletTest {
  private final HubUnderTest hub = new HubUnderTest();
  private final SpokenTo conversations = new SpokenTo();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    SocketConfig usual = SocketConfig.DEFAULT;
    server =
        new TestServer(
            new SocketConfig(
                2,
                usual.outbox(),
                usual.phoenixBytes(),
                usual.ownBytes(),
                usual.ping(),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                usual.stop()));
    server
        .with(new EventsServlet(server.connections, conversations, hub, server.authentication))
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private HttpResponse<java.io.InputStream> open(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.http(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return server.client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private String refusal(String path, String... headers) throws Exception {
    HttpResponse<java.io.InputStream> answer = open(path, headers);
    return answer.statusCode()
        + " "
        + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static BufferedReader lines(HttpResponse<java.io.InputStream> answer) {
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /** The next line with something to tell. */
  private static String next(BufferedReader lines) throws Exception {
    String line = lines.readLine();
    while (line != null && (line.isEmpty() || line.startsWith(":"))) {
      line = lines.readLine();
    }
    return String.valueOf(line);
  }

  @Test
  void streamsInOrderAndGoesOnFromThePosition() throws Exception {
    HttpResponse<java.io.InputStream> answer = open("/orders?event=insert");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    BufferedReader lines = lines(answer);
    assertThat(lines.readLine()).isEqualTo(": subscribed");
    assertThat(hub.only().pattern()).hasToString("*/orders/inserted");
    assertThat(hub.resumed).isEmpty();
    // more than may wait: the rest is offered again when there is room
    hub.tell("pg/orders/inserted", 500);
    String last = "";
    for (int i = 1; i <= 500; i++) {
      last = next(lines);
      assertThat(last).isEqualTo("id: " + Position.ofChange(8, i));
      assertThat(next(lines)).startsWith("data: {").contains("\"sequence\":" + i + ",");
    }
    answer.body().close();
    lines(open("/orders", "Last-Event-ID", last.substring(4))).readLine();
    assertThat(hub.resumed).containsExactly(Position.ofChange(8, 500));
  }

  @Test
  void saysThatItHasBegunBeforeTheFirstEvent() throws Exception {
    hub.atOnce = "pg/orders/inserted";
    BufferedReader lines = lines(open("/orders"));
    assertThat(lines.readLine()).isEqualTo(": subscribed");
    assertThat(next(lines)).isEqualTo("id: " + Position.ofChange(8, 1));
  }

  @Test
  void tellsOfGapsAndHidesWhatClientsMadeUp() throws Exception {
    BufferedReader lines = lines(open("/orders"));
    lines.readLine();
    hub.tell("shop/orders/inserted", 1);
    hub.only().receiver().gap(null, Position.ofChange(16, 1));
    assertThat(next(lines)).isEqualTo("id: " + Position.ofChange(16, 1));
    assertThat(next(lines)).isEqualTo("event: gap");
    assertThat(next(lines))
        .isEqualTo("data: {\"after\":null,\"until\":\"" + Position.ofChange(16, 1) + "\"}");
  }

  @Test
  void saysThatItIsStillThere() throws Exception {
    BufferedReader lines = lines(open("/orders"));
    assertThat(lines.readLine()).isEqualTo(": subscribed");
    assertThat(lines.readLine()).isEmpty();
    assertThat(lines.readLine()).isEqualTo(": still here");
  }

  @Test
  void letsGoOfAClientThatHasLeft() throws Exception {
    HttpResponse<java.io.InputStream> answer = open("/orders");
    lines(answer).readLine();
    assertThat(hub.subscriptions()).isEqualTo(1);
    answer.body().close();
    for (int i = 0; i < 1000 && hub.subscriptions() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(hub.subscriptions()).isZero();
    assertThat(server.connections.count()).isZero();
  }

  @Test
  void endsWithTheTokenAndWithTheServer() throws Exception {
    long soon = java.time.Instant.now().getEpochSecond() + 1;
    String token =
        Tokens.ofTests().signed("{\"role\":\"authenticated\",\"exp\":%d}".formatted(soon));
    BufferedReader expiring = lines(open("/orders?token=" + token));
    BufferedReader stopped = lines(open("/orders"));
    assertThat(next(expiring)).isEqualTo("null");
    server.connections.close();
    assertThat(next(stopped)).isEqualTo("null");
    assertThat(hub.subscriptions()).isZero();
  }

  @Test
  void refuses() throws Exception {
    assertThat(refusal("/orders?event=all")).startsWith("400 {\"error\":\"event is one of");
    assertThat(refusal("/orders", "Last-Event-ID", "junk")).startsWith("400 {\"error\":");
    assertThat(refusal("/*")).startsWith("400 {\"error\":");
    assertThat(refusal("/a/b")).startsWith("404 {\"error\":");
    assertThat(refusal("/orders?token=junk")).startsWith("401 {\"error\":");
    String blind = Tokens.ofTests().signed("{\"role\":\"authenticated\",\"can_subscribe\":false}");
    assertThat(refusal("/orders?token=" + blind)).startsWith("403 {\"error\":");
    open("/orders");
    open("/orders");
    assertThat(refusal("/orders")).startsWith("429 {\"error\":");
  }

  @Test
  void asksOnlyWhereTheCallerMayLook() throws Exception {
    String token = Tokens.ofTests().signed("{\"role\":\"authenticated\",\"namespaces\":[\"pg\"]}");
    lines(open("/orders?token=" + token)).readLine();
    assertThat(hub.only().pattern()).hasToString("pg/orders/*");
  }

  @Test
  void rootWithASlashIsASocket() throws Exception {
    Client client = new Client(server.client, server.socket("/"));
    client.send("hello");
    assertThat(client.next()).isEqualTo("own:hello");
  }

  @Test
  void nothingIsElsewhere() throws Exception {
    for (String path : List.of("/realtime/orders", "/realtime/v1x", "/realtime/v2/orders")) {
      HttpRequest request = HttpRequest.newBuilder(server.http("").resolve(path)).build();
      HttpResponse<String> answer =
          server.client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).isEqualTo("{\"error\":\"there is nothing here\"}");
    }
  }
}
