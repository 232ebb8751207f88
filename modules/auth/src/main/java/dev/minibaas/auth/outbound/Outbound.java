package dev.minibaas.auth.outbound;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests to addresses that the operator has chosen. */
public final class Outbound {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  // a redirection would let the other side choose the address
  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .build();

  /** The answer wasn't there, or not whole, in time. */
  public static final class TooSlow extends IOException {
    private static final long serialVersionUID = 1L;

    TooSlow(Throwable cause) {
      super("no answer in time", cause);
    }
  }

  /** The answer is larger than it may be. */
  public static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge(String message) {
      super(message);
    }
  }

  /**
   * The whole answer.
   *
   * @param patience for everything, from the connection to the last byte
   */
  public HttpResponse<byte[]> send(HttpRequest request, Duration patience, int maxBytes)
      throws IOException {
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request, info -> new LimitedBody(maxBytes));
    try {
      return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      call.cancel(true);
      throw new TooSlow(e);
    } catch (ExecutionException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof TooLarge tooLarge) {
          throw tooLarge;
        }
      }
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw new TooSlow(e);
    }
  }
}
