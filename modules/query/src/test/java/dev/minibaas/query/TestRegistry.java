package dev.minibaas.query;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The registry's internal call, answered by a small server of its own. */
final class TestRegistry implements AutoCloseable {
  static final String TOKEN = "a-service-token-of-tests-0123456789abcdef";

  /** A registration as the registry's table has it. */
  record Entry(String tenant, String engine, String connection, int revision, String options) {}

  /** What a call said. */
  record Call(String path, Map<String, List<String>> headers) {}

  private final HttpServer server;
  private final Map<UUID, Entry> entries = new ConcurrentHashMap<>();
  final List<Call> calls = new CopyOnWriteArrayList<>();
  volatile int failing;

  TestRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/admin/v1/internal/databases/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/admin/v1");
  }

  UUID add(String tenant, String engine, String connection, String options) {
    UUID id = UUID.randomUUID();
    entries.put(id, new Entry(tenant, engine, connection, 1, options));
    return id;
  }

  void change(UUID id, String connection, String options) {
    entries.computeIfPresent(
        id,
        (key, entry) ->
            new Entry(entry.tenant, entry.engine, connection, entry.revision + 1, options));
  }

  void remove(UUID id) {
    entries.remove(id);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.add(
          new Call(exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders())));
      if (failing > 0) {
        failing--;
        send(exchange, 503, "{}");
        return;
      }
      if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Service-Token"))) {
        send(exchange, 401, "{\"success\":false}");
        return;
      }
      String[] path = exchange.getRequestURI().getPath().split("/");
      UUID id = UUID.fromString(path[path.length - 2]);
      Entry entry = entries.get(id);
      if (entry == null || !isVisible(exchange, entry)) {
        send(exchange, 404, "{\"success\":false}");
      } else if (("\"" + entry.revision + "\"")
          .equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
      } else {
        send(exchange, 200, json(id, entry));
      }
    }
  }

  private static boolean isVisible(HttpExchange exchange, Entry entry) {
    return "service_role".equals(exchange.getRequestHeaders().getFirst("X-Caller-Role"))
        || entry.tenant.equals(exchange.getRequestHeaders().getFirst("X-Tenant-Id"))
        || entry.options.contains("\"shared\":true");
  }

  private static String json(UUID id, Entry entry) {
    return """
    {"success":true,"data":{"id":"%s","tenant_id":"%s","engine":"%s","name":"n","revision":%d,
    "connection_string":"%s","options":{"read_only":%s,"shared":%s,"owner_column":%s,
    "key_prefix":%s,"max_rows":%s,"timeout_ms":%s,"pool_size":%s}}}\
    """
        .formatted(
            id,
            entry.tenant,
            entry.engine,
            entry.revision,
            entry.connection,
            entry.options.contains("read_only"),
            entry.options.contains("shared"),
            option(entry, "owner_column", "null"),
            option(entry, "key_prefix", "null"),
            option(entry, "max_rows", "100"),
            option(entry, "timeout_ms", "3000"),
            option(entry, "pool_size", "4"));
  }

  private static String option(Entry entry, String name, String fallback) {
    var matcher =
        java.util.regex.Pattern.compile("\"" + name + "\":(\"[^\"]*\"|[0-9]+)")
            .matcher(entry.options);
    return matcher.find() ? matcher.group(1) : fallback;
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
