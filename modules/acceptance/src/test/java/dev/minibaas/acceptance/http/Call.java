package dev.minibaas.acceptance.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A request that is being written. */
public final class Call {
  private final HttpClient client;
  private final String method;
  private final URI uri;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private byte[] body = new byte[0];

  Call(HttpClient client, String method, URI uri) {
    this.client = client;
    this.method = method;
    this.uri = uri;
  }

  public Call header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Call without(String header) {
    headers.remove(header);
    return this;
  }

  public Call key(String apikey) {
    return header("apikey", apikey);
  }

  public Call withoutKey() {
    return without("apikey");
  }

  public Call bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  public Call as(Account account) {
    return bearer(account.accessToken());
  }

  public Call prefer(String preferences) {
    return header("Prefer", preferences);
  }

  public Call origin(String origin) {
    return header("Origin", origin);
  }

  public Call json(String text) {
    return body("application/json", text.getBytes(UTF_8));
  }

  public Call body(String contentType, byte[] bytes) {
    this.body = bytes;
    return header("Content-Type", contentType);
  }

  public Answer send() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(
          toString(), response.statusCode(), response.headers().map(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(this + " got no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + this, e);
    }
  }

  @Override
  public String toString() {
    return method
        + " "
        + uri.getRawPath()
        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }
}
