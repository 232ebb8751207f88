package dev.minibaas.query.federation;

import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.Row;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Trino's statement protocol: a statement is posted, and its answer read page by page from where
 * the server says, which must be the same server.
 */
public final class Trino implements AutoCloseable {
  /** Who runs callers' statements: reads, and nothing else (config/trino/rules.json). */
  private static final String READER = "mini-baas";

  /** Who makes and drops catalogues. */
  private static final String MANAGER = "mini-baas-catalogs";

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

  /** Runs a caller's statement; of its rows, no more than the limit. */
  List<Row> run(String sql) {
    return run(READER, sql, maxRows).stream().map(Page.Line::row).toList();
  }

  /** The databases whose catalogues are there. */
  Set<UUID> catalogs() {
    return run(MANAGER, "SHOW CATALOGS", Integer.MAX_VALUE).stream()
        .map(line -> ((JsonString) line.values().getFirst()).getString())
        .flatMap(name -> TrinoCatalog.database(name).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Runs a statement about a catalogue, of which no text may get out: it has credentials. */
  void manage(String sql) {
    try {
      run(MANAGER, sql, 1);
    } catch (EngineFailure e) {
      if (e.reason() == Reason.UNREACHABLE || e.reason() == Reason.TIMEOUT) {
        throw e;
      }
      throw new EngineFailure(Reason.FAILED, "Trino can't make the catalogue of a database");
    }
  }

  private List<Page.Line> run(String user, String sql, int limit) {
    long end = System.nanoTime() + timeout.toNanos();
    Page page =
        send(
            request(user, base.resolve(path("/v1/statement")))
                .POST(BodyPublishers.ofString(sql))
                .build());
    List<Page.Line> lines = new ArrayList<>();
    while (true) {
      page.failIfFailed();
      boolean isFull = page.collect(lines, limit);
      URI next = next(page);
      if (next == null) {
        return lines;
      }
      if (isFull || System.nanoTime() - end > 0) {
        cancel(user, next);
        if (isFull) {
          return lines;
        }
        throw new EngineFailure(Reason.TIMEOUT, "the statement took too long");
      }
      page = send(request(user, next).GET().build());
    }
  }

  private String path(String path) {
    String root = base.getPath() == null ? "" : base.getPath();
    return (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path;
  }

  private HttpRequest.Builder request(String user, URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(timeout)
        .header("X-Trino-User", user)
        .header("X-Trino-Source", READER)
        // without it, times are cut to milliseconds
        .header("X-Trino-Client-Capabilities", "PARAMETRIC_DATETIME");
  }

  private Page send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new EngineFailure(Reason.UNREACHABLE, "Trino doesn't answer now");
      }
      try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
        return new Page(reader.readObject());
      }
    } catch (IOException | JsonException e) {
      throw new EngineFailure(Reason.UNREACHABLE, "Trino doesn't answer now", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineFailure(Reason.TIMEOUT, "interrupted while waiting for Trino", e);
    }
  }

  private @Nullable URI next(Page page) {
    String text = page.next();
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

  private void cancel(String user, URI next) {
    try {
      http.send(request(user, next).DELETE().build(), BodyHandlers.discarding());
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
