package dev.minibaas.query.federation;

import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.Row;
import dev.minibaas.engines.Row.RawJson;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trino's statement protocol: a statement is posted, and its answer read page by page from where
 * the server says, which must be the same server.
 */
public final class Trino implements AutoCloseable {
  private static final String USER = "mini-baas";

  private final URI base;
  private final Duration timeout;
  private final int maxRows;
  private final HttpClient http;

  public Trino(URI base, Duration timeout, int maxRows) {
    this.base = base;
    this.timeout = timeout;
    this.maxRows = maxRows;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /** Runs a statement; of its rows, no more than the limit. */
  List<Row> run(String sql) {
    long end = System.nanoTime() + timeout.toNanos();
    JsonObject page =
        send(
            request(base.resolve(path("/v1/statement")))
                .POST(BodyPublishers.ofString(sql))
                .build());
    List<Row> rows = new ArrayList<>();
    while (true) {
      failIfFailed(page);
      boolean isFull = collect(page, rows);
      URI next = next(page);
      if (next == null) {
        return rows;
      }
      if (isFull || System.nanoTime() - end > 0) {
        cancel(next);
        if (isFull) {
          return rows;
        }
        throw new EngineFailure(Reason.TIMEOUT, "the statement took too long");
      }
      page = send(request(next).GET().build());
    }
  }

  private String path(String path) {
    String root = base.getPath() == null ? "" : base.getPath();
    return (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path;
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(timeout)
        .header("X-Trino-User", USER)
        .header("X-Trino-Source", USER);
  }

  private JsonObject send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new EngineFailure(Reason.UNREACHABLE, "Trino doesn't answer now");
      }
      try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
        return reader.readObject();
      }
    } catch (IOException | JsonException e) {
      throw new EngineFailure(Reason.UNREACHABLE, "Trino doesn't answer now", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineFailure(Reason.TIMEOUT, "interrupted while waiting for Trino", e);
    }
  }

  /** The name of Trino's error is out of a fixed set; its message may quote anything. */
  private static void failIfFailed(JsonObject page) {
    if (!(page.get("error") instanceof JsonObject error)) {
      return;
    }
    String name = error.getString("errorName", "");
    String shown = name.matches("[A-Z_]{1,64}") ? name : "UNKNOWN";
    boolean isUsers = "USER_ERROR".equals(error.getString("errorType", ""));
    throw new EngineFailure(
        isUsers ? Reason.INVALID_VALUE : Reason.FAILED,
        "Trino refused the statement: " + shown + location(error),
        new IOException(error.getString("message", "")));
  }

  private static String location(JsonObject error) {
    return error.get("errorLocation") instanceof JsonObject place
        ? " at line %d, column %d"
            .formatted(place.getInt("lineNumber", 0), place.getInt("columnNumber", 0))
        : "";
  }

  private boolean collect(JsonObject page, List<Row> rows) {
    if (!(page.get("data") instanceof JsonArray data)
        || !(page.get("columns") instanceof JsonArray columns)) {
      return false;
    }
    for (JsonValue each : data) {
      if (rows.size() >= maxRows) {
        return true;
      }
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      JsonArray values = each.asJsonArray();
      for (int i = 0; i < values.size(); i++) {
        row.put(columns.getJsonObject(i).getString("name"), new RawJson(values.get(i).toString()));
      }
      rows.add(new Row(row));
    }
    return false;
  }

  private @Nullable URI next(JsonObject page) {
    String text = page.getString("nextUri", null);
    if (text == null) {
      return null;
    }
    URI next = URI.create(text);
    boolean isSame =
        base.getScheme().equals(next.getScheme())
            && base.getAuthority().equals(next.getAuthority())
            && next.getPath().startsWith(path("/v1/"));
    if (!isSame) {
      throw new EngineFailure(Reason.REFUSED_TARGET, "Trino names another server");
    }
    return next;
  }

  private void cancel(URI next) {
    try {
      http.send(request(next).DELETE().build(), BodyHandlers.discarding());
    } catch (IOException e) {
      // it ends by itself then
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
