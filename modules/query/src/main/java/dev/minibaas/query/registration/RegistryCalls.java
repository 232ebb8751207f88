package dev.minibaas.query.registration;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.platform.caller.ServiceToken;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.web.RequestIds;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The registry's internal call, which alone tells a database's credentials. */
public final class RegistryCalls implements AutoCloseable {
  private static final Logger LOG = Log.of(RegistryCalls.class);
  private static final Duration BACKOFF = Duration.ofMillis(100);
  private static final int NOT_MODIFIED = 304;

  private final URI base;
  private final String token;
  private final Duration timeout;
  private final int retries;
  private final Breaker breaker;
  private final Consumer<String> onBreaker;
  private final HttpClient http;

  /**
   * @param base where the registry is, such as {@code http://registry:3020/admin/v1}
   * @param onBreaker told {@code opened}, {@code closed} and {@code rejected}
   */
  public RegistryCalls(
      URI base,
      String token,
      Duration timeout,
      int retries,
      Breaker breaker,
      Consumer<String> onBreaker) {
    this.base = base;
    this.token = token;
    this.timeout = timeout;
    this.retries = retries;
    this.breaker = breaker;
    this.onBreaker = onBreaker;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * @param known the revision that is known already
   * @return empty when that one is still right
   */
  Optional<Registration> connect(UUID id, String tenant, boolean isService, @Nullable Long known) {
    if (!breaker.permits()) {
      onBreaker.accept("rejected");
      throw unavailable(null);
    }
    HttpResponse<String> response = send(request(id, tenant, isService, known));
    return switch (response.statusCode()) {
      case 200 -> Optional.of(registration(response.body()));
      case NOT_MODIFIED -> Optional.empty();
      case 404 -> throw new ApiError(ErrorCode.NOT_FOUND, "there is no such database");
      default -> {
        LOG.log(Level.WARNING, "the registry answered {0}", response.statusCode());
        throw unavailable(null);
      }
    };
  }

  private HttpRequest request(UUID id, String tenant, boolean isService, @Nullable Long known) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/internal/databases/" + id + "/connect"))
            .timeout(timeout)
            .header("Accept", "application/json")
            .header(ServiceToken.HEADER, token)
            .header("X-Tenant-Id", tenant);
    if (!RequestIds.current().equals("-")) {
      request.header(RequestIds.HEADER, RequestIds.current());
    }
    if (isService) {
      request.header("X-Caller-Role", "service_role");
    }
    if (known != null) {
      request.header("If-None-Match", "\"" + known + "\"");
    }
    return request.GET().build();
  }

  private HttpResponse<String> send(HttpRequest request) {
    for (int attempt = 0; ; attempt++) {
      try {
        HttpResponse<String> response =
            http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() < 500) {
          succeeded();
          return response;
        }
        if (attempt >= retries) {
          failed();
          return response;
        }
      } catch (IOException e) {
        if (attempt >= retries) {
          failed();
          throw unavailable(e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unavailable(e);
      }
      pause(attempt + 1);
    }
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(BACKOFF.multipliedBy(attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  private void succeeded() {
    if (breaker.succeeded()) {
      onBreaker.accept("closed");
    }
  }

  private void failed() {
    if (breaker.failed()) {
      onBreaker.accept("opened");
    }
  }

  private static ApiError unavailable(@Nullable Throwable cause) {
    return new ApiError(
        ErrorCode.UNAVAILABLE, "the registry of databases doesn't answer now", cause);
  }

  private static Registration registration(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      JsonObject data = reader.readObject().getJsonObject("data");
      JsonObject options = data.getJsonObject("options");
      return new Registration(
          UUID.fromString(data.getString("id")),
          data.getString("tenant_id"),
          EngineKind.of(data.getString("engine")),
          data.getJsonNumber("revision").longValueExact(),
          data.getString("connection_string"),
          options.getBoolean("read_only"),
          textOrNull(options, "owner_column"),
          textOrNull(options, "key_prefix"),
          options.getInt("max_rows"),
          Duration.ofMillis(options.getInt("timeout_ms")),
          options.getInt("pool_size"));
    } catch (JsonException
        | NullPointerException
        | ClassCastException
        | IllegalArgumentException
        | ArithmeticException
        | InvalidTarget e) {
      // without its cause: that may quote the answer
      throw new ApiError(ErrorCode.UNAVAILABLE, "the registry's answer can't be read");
    }
  }

  private static @Nullable String textOrNull(JsonObject options, String name) {
    return options.isNull(name) ? null : options.getString(name);
  }

  /** Whether the registry is left alone for now. */
  public boolean isLeftAlone() {
    return !breaker.permits();
  }

  @Override
  public void close() {
    http.close();
  }
}
