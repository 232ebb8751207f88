package dev.minibaas.schemas;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.ServiceToken;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.web.RequestIds;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The registry's internal connect call. Nothing is kept: definitions are rare. */
final class Registry {
  private final SchemasConfig config;
  private final HttpClient http;

  Registry(SchemasConfig config) {
    this.config = config;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(config.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * A database that the caller may use.
   *
   * @throws ApiError {@code not_found}, or {@code unavailable} when the registry doesn't answer
   */
  Registered find(Caller caller, UUID id) {
    HttpResponse<String> answer = send(request(caller, id));
    return switch (answer.statusCode()) {
      case 200 -> read(answer.body());
      case 404 -> throw new ApiError(ErrorCode.NOT_FOUND, "there is no such database");
      default -> throw away("the registry answers " + answer.statusCode(), null);
    };
  }

  private HttpRequest request(Caller caller, UUID id) {
    String subject = caller.subject() == null ? "-" : caller.subject();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(config.registry() + "/internal/databases/" + id + "/connect"))
            .timeout(config.timeout())
            .header(ServiceToken.HEADER, config.serviceToken())
            .header("X-Tenant-Id", subject)
            .header(RequestIds.HEADER, RequestIds.current());
    if (caller.isService()) {
      request.header("X-Caller-Role", Caller.SERVICE_ROLE);
    }
    return request.build();
  }

  /** A second time when the first fails: a registry that has just been started may be slow. */
  private HttpResponse<String> send(HttpRequest request) {
    try {
      try {
        return http.send(request, BodyHandlers.ofString());
      } catch (IOException e) {
        return http.send(request, BodyHandlers.ofString());
      }
    } catch (IOException e) {
      throw away("the registry does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("interrupted while asking the registry", e);
    }
  }

  private static Registered read(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return Registered.of(reader.readObject().getJsonObject("data"));
    } catch (JsonException | ClassCastException | IllegalArgumentException e) {
      throw away("the registry's answer can't be read", e);
    }
  }

  private static ApiError away(String detail, @Nullable Exception cause) {
    return new ApiError(
        ErrorCode.UNAVAILABLE,
        "registered databases are not available at the moment",
        cause == null ? new IOException(detail) : cause);
  }
}
