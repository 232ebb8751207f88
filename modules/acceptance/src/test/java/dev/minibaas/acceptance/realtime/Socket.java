package dev.minibaas.acceptance.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Api;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of {@code /realtime/v1} that remembers what it is told. */
final class Socket implements WebSocket.Listener, AutoCloseable {
  private static final int ABNORMAL = 1006;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  /**
   * @param path with its query
   */
  Socket(Api api, String path) {
    URI uri = URI.create(api.base().toString().replaceFirst("^http", "ws") + path);
    socket = CLIENT.newWebSocketBuilder().connectTimeout(PATIENCE).buildAsync(uri, this).join();
  }

  /** The status of a refused handshake. */
  static int refusal(Api api, String path) {
    try (var ignored = new Socket(api, path)) {
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      try (var reader = Json.createReader(new StringReader(part.toString()))) {
        messages.add(reader.readObject());
      }
      part.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(ABNORMAL);
  }

  Socket say(String json) {
    socket
        .sendText(json.replace('\'', '"'), true)
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    return this;
  }

  Socket sayBytes(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    return this;
  }

  /** The next message. */
  JsonObject hear() {
    return next(10);
  }

  /** The next message, which is of that type. */
  JsonObject hear(String type) {
    JsonObject message = hear();
    assertThat(message.getString("type")).as(message.toString()).isEqualTo(type);
    return message;
  }

  /** The code of the error that comes next. */
  String error() {
    return hear("ERROR").getString("code");
  }

  /** Nothing comes before the answer to a ping that is sent now. */
  void nothingComes() {
    say("{'type':'PING'}").hear("PONG");
  }

  /** Null when nothing comes in time. */
  @Nullable JsonObject poll(int millis) throws InterruptedException {
    return messages.poll(millis, TimeUnit.MILLISECONDS);
  }

  boolean isClosed() {
    return closed.isDone();
  }

  int closeCode() {
    return closed.orTimeout(15, TimeUnit.SECONDS).join();
  }

  private JsonObject next(int seconds) {
    try {
      JsonObject message = messages.poll(seconds, TimeUnit.SECONDS);
      assertThat(message).as("a message within %d seconds", seconds).isNotNull();
      return message;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
