package dev.minibaas.benchmarks.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the JDK's own server. */
class LoadGeneratorTest {
  private static final Duration WINDOW = Duration.ofMillis(300);
  private static final int CONNECTIONS = 4;
  private static final int CHUNKED = 0;
  private static final int NO_BODY = -1;

  private final AtomicLong served = new AtomicLong();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/length", 200, "x".repeat(200_000), 200_000);
    serve("/chunked", 200, "y".repeat(200_000), CHUNKED);
    serve("/refused", 429, "no", 2);
    server.createContext(
        "/last",
        exchange -> {
          exchange.getResponseHeaders().set("Connection", "close");
          exchange.sendResponseHeaders(404, NO_BODY);
          exchange.close();
        });
    server.start();
  }

  private void serve(String path, int status, String body, int length) {
    server.createContext(
        path,
        exchange -> {
          served.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, length);
          try (var out = exchange.getResponseBody()) {
            out.write(body.getBytes(UTF_8));
          }
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void everyAnswerIsCountedOnceWhateverItsFraming() throws IOException {
    for (String path : List.of("/length", "/chunked")) {
      served.set(0);
      LoadGenerator.Window window = run(path);

      assertThat(window.answers()).isPositive().isEqualTo(served.get());
      assertThat(window.failures()).isZero();
    }
  }

  @Test
  void refusalsAreFailures() throws IOException {
    LoadGenerator.Window window = run("/refused");

    assertThat(window.failures()).isPositive().isEqualTo(window.answers());
  }

  @Test
  void aConnectionThatARefusalEndsIsReplaced() throws IOException {
    LoadGenerator.Window window = run("/last");

    assertThat(window.answers()).isGreaterThan(CONNECTIONS);
    assertThat(window.statuses()).containsOnlyKeys(404);
  }

  @Test
  void noMoreIsSentThanWasAskedFor() throws IOException {
    var left = new AtomicLong(10);
    byte[] request = Call.get("/length").bytes(target());

    LoadGenerator.Window window =
        LoadGenerator.run(target(), () -> request, CONNECTIONS, () -> left.getAndDecrement() > 0);

    assertThat(window.statuses()).containsExactly(Map.entry(200, 10L));
  }

  @Test
  void aSingleAnswerIsWhole() throws IOException {
    String answer = LoadGenerator.once(target(), Call.get("/chunked").bytes(target()));

    assertThat(answer).startsWith("HTTP/1.1 200").contains("yyy");
  }

  private LoadGenerator.Window run(String path) throws IOException {
    List<byte[]> requests = List.of(Call.get(path).bytes(target()));
    return LoadGenerator.run(target(), requests, CONNECTIONS, WINDOW);
  }

  private Target target() {
    URI url = URI.create("http://localhost:" + server.getAddress().getPort());
    return Target.of("test", url, "", Map.of());
  }
}
