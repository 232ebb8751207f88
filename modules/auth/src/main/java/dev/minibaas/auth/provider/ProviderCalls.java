package dev.minibaas.auth.provider;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.outbound.Outbound;
import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Asks providers for JSON: within limits of time, size and number, and never redirected. */
public final class ProviderCalls {
  private static final int MAX_BYTES = 512 * 1024;

  /** Each occupies a thread of the server for as long as the provider likes. */
  private static final int AT_A_TIME = 32;

  private final Outbound outbound = new Outbound();
  private final Semaphore free = new Semaphore(AT_A_TIME);
  private final Duration patience;

  public ProviderCalls(Duration patience) {
    this.patience = patience;
  }

  JsonValue get(String url, Map<String, String> headers) {
    return json(request(url, headers).GET().build());
  }

  JsonValue post(String url, Map<String, String> form, Map<String, String> headers) {
    String body =
        form.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return json(
        request(url, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static HttpRequest.Builder request(String url, Map<String, String> headers) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url))
              .header("Accept", "application/json")
              .header("User-Agent", "mini-baas");
      headers.forEach(request::header);
      return request;
    } catch (IllegalArgumentException e) {
      throw new ProviderFailure("not an address that can be asked: " + url, e);
    }
  }

  private JsonValue json(HttpRequest request) {
    if (!free.tryAcquire()) {
      throw new ProviderFailure("too many calls of providers at a time");
    }
    try {
      HttpResponse<byte[]> answer = outbound.send(request, patience, MAX_BYTES);
      if (answer.statusCode() != 200) {
        throw new ProviderFailure(request.uri() + " answered " + answer.statusCode());
      }
      return JsonValues.read(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ProviderFailure(request.uri() + " can't be asked: " + e.getMessage(), e);
    } catch (JsonException e) {
      throw new ProviderFailure(request.uri() + " answered what is no JSON", e);
    } finally {
      free.release();
    }
  }
}
