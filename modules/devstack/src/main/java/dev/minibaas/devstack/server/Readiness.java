package dev.minibaas.devstack.server;

import dev.minibaas.devstack.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Waits until a starting server answers for all its services, or tells why it won't. */
public final class Readiness {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration PAUSE = Duration.ofMillis(150);
  static final List<String> SERVICES =
      List.of(
          "/auth/v1",
          "/rest/v1",
          "/mongo/v1",
          "/admin/v1",
          "/query/v1",
          "/permissions/v1",
          "/schemas/v1",
          "/realtime/v1");

  /**
   * An application that did not start, a port that somebody took (who may answer in our place), or
   * a service that refuses its settings.
   */
  private static final Pattern HOPELESS =
      Pattern.compile("CWWKZ0002E|CWWKZ0004E|CWWKZ0106E|CWWKO0221E|unusable settings");

  /** Of a log line written as JSON. */
  private static final Pattern MESSAGE = Pattern.compile("^\\{.*\"message\":\"(.*?)(?<!\\\\)\".*");

  private static final int LINES_SHOWN = 20;

  private final LibertyServer server;
  private final List<String> urls = new ArrayList<>();
  private final String apikey;

  /**
   * @param opsUrl where the server's own health is
   * @param baseUrl where clients reach the services
   * @param apikey what the gateway asks for
   */
  public Readiness(LibertyServer server, String opsUrl, String baseUrl, String apikey) {
    this.server = server;
    this.apikey = apikey;
    // all checks of all services, asked where no rate limit counts it
    urls.add(opsUrl + "/health/ready");
    SERVICES.forEach(service -> urls.add(baseUrl + service + "/health/ready"));
  }

  /**
   * @throws StackFailure when the server ends, refuses or takes too long
   */
  public void await() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> waited = new ArrayList<>(urls);
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      while (!waited.isEmpty()) {
        boolean answered = answers(client, waited.getFirst());
        requireHope(waited, deadline);
        if (answered) {
          waited.removeFirst();
          continue;
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while waiting for the server", e);
    }
  }

  private boolean answers(HttpClient client, String url) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(10))
            .header("apikey", apikey)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private void requireHope(List<String> waited, long deadline) {
    if (!server.isAlive()) {
      throw new StackFailure(
          "the server ended with exit code %d; the end of %s:\n%s"
              .formatted(server.exitCode(), server.log(), server.lastLines(LINES_SHOWN)));
    }
    Optional<String> refusal = refusal();
    if (refusal.isPresent()) {
      throw new StackFailure("the server refuses to start: " + refusal.get());
    }
    if (System.nanoTime() >= deadline) {
      throw new StackFailure(
          "%s does not answer 200 after %d s; the end of %s:\n%s"
              .formatted(
                  waited.getFirst(),
                  PATIENCE.toSeconds(),
                  server.log(),
                  server.lastLines(LINES_SHOWN)));
    }
  }

  private Optional<String> refusal() {
    try (var lines = Files.lines(server.log(), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> HOPELESS.matcher(line).find())
          .map(line -> MESSAGE.matcher(line).replaceFirst("$1"))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
