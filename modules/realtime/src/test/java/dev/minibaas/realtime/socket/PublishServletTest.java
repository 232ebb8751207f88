package dev.minibaas.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.hub.EventBus;
import dev.minibaas.realtime.hub.Logged;
import dev.minibaas.realtime.log.ChangeLog;
import dev.minibaas.realtime.own.Limits;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.postgres.ChangeTarget;
import dev.minibaas.testkit.Tokens;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishServletTest {
  private static final String PUBLISHER = publisher("one");

  private final BusUnderTest bus = new BusUnderTest();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(SocketConfig.DEFAULT).with(new PublishServlet(bus, Limits.DEFAULT)).start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static String publisher(String subject) {
    return Tokens.ofTests()
        .signed(
            "{\"sub\":\"%s\",\"role\":\"authenticated\",\"can_publish\":true}".formatted(subject));
  }

  private String post(String token, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.http(path)).POST(HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    // a client each: the server ends the connection of a refused request whose body it didn't read
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }

  private static String event(String topic) {
    return "{\"topic\":\"%s\",\"event_type\":\"said\",\"payload\":{}}".formatted(topic);
  }

  @Test
  void publishes() throws Exception {
    assertThat(post(PUBLISHER, "/publish", event("chat/room")))
        .isEqualTo(
            "200 {\"event_id\":\"%s\",\"sequence\":1,\"delivered_to_bus\":true,\"position\":\"%s\"}"
                .formatted(new UUID(0, 1), Position.ofChange(8, 1)));
    assertThat(bus.published).hasSize(1);
  }

  @Test
  void publishesBatches() throws Exception {
    String body = "{\"events\":[" + event("chat/a") + "," + event("chat/b") + "]}";
    assertThat(post(TestServer.SERVICE_KEY, "/publish/batch", body))
        .startsWith("200 {\"results\":[{\"event_id\":")
        .contains("\"sequence\":2");
    assertThat(bus.published)
        .extracting(event -> event.topic().text())
        .containsExactly("chat/a", "chat/b");
  }

  @Test
  void refusesInTheContractsWords() throws Exception {
    assertThat(post("", "/publish", event("chat/a"))).startsWith("401 {\"error\":");
    assertThat(post("junk", "/publish", event("chat/a"))).startsWith("401 {\"error\":");
    assertThat(post(Tokens.ofTests().user(UUID.randomUUID()), "/publish", event("chat/a")))
        .startsWith("403 {\"error\":");
    assertThat(post(PUBLISHER, "/publish", event("pg/orders/inserted")))
        .startsWith("403 {\"error\":");
    assertThat(post(PUBLISHER, "/publish", "{\"event_type\":\"said\",\"payload\":{}}"))
        .isEqualTo("400 {\"error\":\"Topic is required\"}");
    assertThat(post(PUBLISHER, "/publish", "no json")).startsWith("400 {\"error\":");
    String big = event("chat/a").replace("{}", "\"" + "x".repeat(65_536) + "\"");
    assertThat(post(PUBLISHER, "/publish", big))
        .isEqualTo("413 {\"error\":\"Payload exceeds 64KB limit\"}");
    assertThat(post(PUBLISHER, "/publish", "x".repeat(409_700)))
        .isEqualTo("413 {\"error\":\"Payload exceeds 64KB limit\"}");
    assertThat(post(PUBLISHER, "/publish/batch", "{\"events\":[]}"))
        .isEqualTo("400 {\"error\":\"At least one event is required\"}");
    String many = "{\"events\":[" + (event("a") + ",").repeat(1000) + event("a") + "]}";
    assertThat(post(PUBLISHER, "/publish/batch", many))
        .isEqualTo("400 {\"error\":\"Maximum 1000 events per batch\"}");
    assertThat(bus.published).isEmpty();
  }

  @Test
  void limitsAreThoseOfTheSettings() throws Exception {
    server.close();
    server =
        new TestServer(SocketConfig.DEFAULT)
            .with(new PublishServlet(bus, new Limits(2048, 1, 1)))
            .start();
    String large = event("chat/a").replace("{}", "\"" + "x".repeat(2048) + "\"");
    assertThat(post(PUBLISHER, "/publish", large))
        .isEqualTo("413 {\"error\":\"Payload exceeds 2KB limit\"}");
    String two = "{\"events\":[" + event("a") + "," + event("a") + "]}";
    assertThat(post(PUBLISHER, "/publish/batch", two))
        .isEqualTo("400 {\"error\":\"Maximum 1 events per batch\"}");
    assertThat(bus.published).isEmpty();
  }

  @Test
  void aBatchIsPublishedWholeOrNotAtAll() throws Exception {
    String body = "{\"events\":[" + event("chat/a") + "," + event("pg/a/inserted") + "]}";
    assertThat(post(PUBLISHER, "/publish/batch", body)).startsWith("403 {\"error\":");
    String large = "\"" + "x".repeat(65_536) + "\"";
    String deep = "[".repeat(600) + "]".repeat(600);
    for (String payload : new String[] {"\"\\ud800\"", deep, large}) {
      String last = event("chat/b").replace("{}", payload);
      body = "{\"events\":[" + event("chat/a") + "," + last + "]}";
      assertThat(post(PUBLISHER, "/publish/batch", body)).startsWith("4");
    }
    assertThat(bus.published).isEmpty();
  }

  @Test
  void saysWhenTheBusIsAway() throws Exception {
    bus.isAway = true;
    assertThat(post(PUBLISHER, "/publish", event("chat/a")))
        .startsWith("503 {\"error\":\"Publish failed: ");
  }

  @Test
  void keysOfOthersHideNothing() throws Exception {
    String body = event("chat/a").replace("}}", "},\"idempotency_key\":\"k\"}");
    String first = post(PUBLISHER, "/publish", body);
    assertThat(post(PUBLISHER, "/publish", body)).isEqualTo(first);
    assertThat(post(publisher("two"), "/publish", body)).isNotEqualTo(first);
    assertThat(post(publisher("role service_role"), "/publish", body)).isNotEqualTo(first);
    assertThat(post(TestServer.SERVICE_KEY, "/publish", body)).isNotEqualTo(first);
    assertThat(bus.published).hasSize(4);
  }

  /** Takes events down. */
  private static final class BusUnderTest implements EventBus {
    final List<Publication> published = new ArrayList<>();
    private final Map<String, Receipt> receipts = new HashMap<>();
    volatile boolean isAway;

    @Override
    public synchronized Receipt publish(Publication publication) {
      if (isAway) {
        throw new BusUnavailable(new IllegalStateException("away"));
      }
      String key = publication.idempotencyKey();
      Receipt earlier = key == null ? null : receipts.get(key);
      if (earlier != null) {
        return earlier;
      }
      published.add(publication);
      int count = published.size();
      Receipt receipt = new Receipt(new UUID(0, count), count, Position.ofChange(8, count));
      if (key != null) {
        receipts.put(key, receipt);
      }
      return receipt;
    }

    @Override
    public ChangeLog<Logged> log() {
      throw new UnsupportedOperationException("nobody reads");
    }

    @Override
    public ChangeTarget source() {
      throw new UnsupportedOperationException("no source tells");
    }

    @Override
    public long confirmable() {
      return 0;
    }

    @Override
    public void close() {
      receipts.clear();
    }
  }
}
