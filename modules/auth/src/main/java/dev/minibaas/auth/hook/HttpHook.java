package dev.minibaas.auth.hook;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.outbound.Outbound;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Calls a hook over HTTP as GoTrue does, signed as Standard Webhooks wants it. */
final class HttpHook {
  private static final int ATTEMPTS = 3;
  private static final int MAX_BYTES = 200 * 1024;

  private final Outbound outbound;
  private final Duration patience;
  private final Duration pause;
  private final Clock clock;

  /**
   * @param patience for all attempts together
   * @param pause before another attempt after one that didn't reach the hook
   */
  HttpHook(Outbound outbound, Duration patience, Duration pause, Clock clock) {
    this.outbound = outbound;
    this.patience = patience;
    this.pause = pause;
    this.clock = clock;
  }

  /**
   * The answer's JSON; the empty text when it has none.
   *
   * @param id the same for every repetition
   */
  String call(HookTarget.Http target, String id, String payload) {
    long deadline = System.nanoTime() + patience.toNanos();
    for (int attempt = 1; ; attempt++) {
      Optional<String> answer = attempt(target, id, payload, deadline, attempt == ATTEMPTS);
      if (answer.isPresent()) {
        return answer.get();
      }
      pause(deadline);
    }
  }

  /** Empty when it is worth another try. */
  private Optional<String> attempt(
      HookTarget.Http target, String id, String payload, long deadline, boolean last) {
    try {
      HttpResponse<byte[]> response =
          outbound.send(request(target, id, payload), left(deadline), MAX_BYTES);
      return answer(response, last);
    } catch (Outbound.TooLarge e) {
      throw AuthFailure.unprocessable(
              ErrorCode.HOOK_PAYLOAD_OVER_SIZE_LIMIT,
              "Payload size exceeded size limit of " + MAX_BYTES + " bytes")
          .because(e);
    } catch (Outbound.TooSlow e) {
      throw timeout().because(e);
    } catch (IOException e) {
      if (last) {
        throw AuthFailure.unprocessable(
                ErrorCode.HOOK_TIMEOUT_AFTER_RETRY, "Failed to reach hook after maximum retries")
            .because(e);
      }
      return Optional.empty();
    }
  }

  private HttpRequest request(HookTarget.Http target, String id, String payload) {
    long seconds = clock.instant().getEpochSecond();
    return HttpRequest.newBuilder(target.uri())
        .header("Content-Type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", Long.toString(seconds))
        .header("webhook-signature", Signature.of(target.secrets(), id, seconds, payload))
        .POST(HttpRequest.BodyPublishers.ofString(payload, StandardCharsets.UTF_8))
        .build();
  }

  private static Optional<String> answer(HttpResponse<byte[]> response, boolean last) {
    return switch (response.statusCode()) {
      case 200, 202, 204 -> Optional.of(json(response));
      case 429, 503 -> {
        if (last || response.headers().firstValue("Retry-After").isEmpty()) {
          throw unusable("Service currently unavailable due to hook");
        }
        yield Optional.empty();
      }
      case 400 -> throw unusable("Invalid payload sent to hook");
      case 401 -> throw unusable("Hook requires authorization token");
      default ->
          throw unusable("Unexpected status code returned from hook: " + response.statusCode());
    };
  }

  private static String json(HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.isEmpty() && response.statusCode() == 204) {
      return "";
    }
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!media.equals("application/json")) {
      throw AuthFailure.badRequest(
          ErrorCode.HOOK_PAYLOAD_INVALID_CONTENT_TYPE,
          type.isEmpty()
              ? "Invalid Content-Type: Missing Content-Type header"
              : "Invalid JSON response. Received another content-type than application/json");
    }
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private void pause(long deadline) {
    if (left(deadline).compareTo(pause) < 0) {
      throw timeout();
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw timeout();
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }

  private AuthFailure timeout() {
    return AuthFailure.unprocessable(
        ErrorCode.HOOK_TIMEOUT,
        "Failed to reach hook within maximum time of " + patience.toSeconds() + " seconds");
  }

  private static AuthFailure unusable(String message) {
    return new AuthFailure(500, ErrorCode.UNEXPECTED_FAILURE, message);
  }
}
