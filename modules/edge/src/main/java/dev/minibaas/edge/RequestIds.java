package dev.minibaas.edge;

import dev.minibaas.edge.policy.Plugin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The correlation-id plugin: every request has an id, the client's own or a new one.
 *
 * <p>Kong takes over whatever a client sends. Here it must be short and of harmless characters, as
 * it ends up in logs; any other is replaced.
 */
final class RequestIds {
  static final String DEFAULT_HEADER = "X-Request-ID";

  private static final int MAX_LENGTH = 128;
  private static final boolean[] ALLOWED = new boolean[128];

  static {
    for (char c = 0; c < ALLOWED.length; c++) {
      ALLOWED[c] = Character.isLetterOrDigit(c) || "._#:-".indexOf(c) >= 0;
    }
  }

  private final String header;
  private final boolean echo;
  private final Plugin.Generator generator;
  private final String prefix = UUID.randomUUID() + "#";
  private final AtomicLong counter = new AtomicLong();

  RequestIds(Plugin.CorrelationId config) {
    this.header = config.headerName();
    this.echo = config.echoDownstream();
    this.generator = config.generator();
  }

  /** Ids for a policy without the plugin: for the gateway's own answers and the log. */
  static RequestIds standard() {
    return new RequestIds(
        new Plugin.CorrelationId(DEFAULT_HEADER, Plugin.Generator.UUID_COUNTER, true));
  }

  String header() {
    return header;
  }

  /** Whether the response carries the id. */
  boolean echo() {
    return echo;
  }

  String idOf(HttpServletRequest request) {
    String sent = request.getHeader(header);
    return isAcceptable(sent) ? sent : next(request);
  }

  static boolean isAcceptable(@Nullable String id) {
    if (id == null || id.isEmpty() || id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c >= ALLOWED.length || !ALLOWED[c]) {
        return false;
      }
    }
    return true;
  }

  private String next(HttpServletRequest request) {
    return switch (generator) {
      case UUID -> UUID.randomUUID().toString();
      case UUID_COUNTER -> prefix + counter.incrementAndGet();
      case TRACKER -> tracker(request);
    };
  }

  /** Server address, port, process, and, as there is no number of a connection, a counter. */
  private String tracker(HttpServletRequest request) {
    return String.format(
        Locale.ROOT,
        "%s-%d-%d-%d-1-%.3f",
        request.getLocalAddr(),
        request.getLocalPort(),
        ProcessHandle.current().pid(),
        counter.incrementAndGet(),
        System.currentTimeMillis() / 1_000.0);
  }
}
