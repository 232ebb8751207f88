package dev.minibaas.edge;

import dev.minibaas.edge.http.Answer;
import dev.minibaas.edge.limit.Counters;
import dev.minibaas.edge.limit.CountersUnavailable;
import dev.minibaas.edge.limit.LocalCounters;
import dev.minibaas.edge.limit.RedisCounters;
import dev.minibaas.edge.limit.Usage;
import dev.minibaas.edge.policy.Plugin;
import dev.minibaas.edge.policy.Window;
import dev.minibaas.platform.log.Log;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The rate-limiting plugin: whether a request still fits into its client's windows. */
final class RateLimit implements AutoCloseable {
  private static final Logger LOG = Log.of(RateLimit.class);

  /** Texts of small numbers, which nearly all header values are. */
  private static final String[] NUMBERS = new String[4_096];

  static {
    for (int i = 0; i < NUMBERS.length; i++) {
      NUMBERS[i] = Integer.toString(i);
    }
  }

  private final Plugin.RateLimiting config;
  private final Window[] windows;
  private final int[] limits;
  private final String[] limitHeaders;
  private final String[] remainingHeaders;
  private final Counters counters;
  private final Answer refusal;

  RateLimit(Plugin.RateLimiting config, String scope) {
    this(config, counters(config, scope));
  }

  RateLimit(Plugin.RateLimiting config, Counters counters) {
    this.config = config;
    this.windows = config.limits().keySet().toArray(Window[]::new);
    this.limits = limits(config);
    this.limitHeaders = headers("X-RateLimit-Limit-");
    this.remainingHeaders = headers("X-RateLimit-Remaining-");
    this.counters = counters;
    this.refusal = Answer.of(config.errorCode(), config.errorMessage());
  }

  private static Counters counters(Plugin.RateLimiting config, String scope) {
    List<Window> windows = List.copyOf(config.limits().keySet());
    return config.redis() == null
        ? new LocalCounters(windows, limits(config))
        : new RedisCounters(windows, limits(config), scope, config.redis());
  }

  private static int[] limits(Plugin.RateLimiting config) {
    return config.limits().values().stream().mapToInt(Integer::intValue).toArray();
  }

  private String[] headers(String prefix) {
    String[] names = new String[windows.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = prefix + windows[i].headerSuffix();
    }
    return names;
  }

  /** Response headers that a service can't set. */
  List<String> ownedHeaders() {
    if (config.hideClientHeaders()) {
      return List.of();
    }
    List<String> owned = new ArrayList<>(List.of(limitHeaders));
    owned.addAll(List.of(remainingHeaders));
    owned.addAll(List.of("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"));
    return owned;
  }

  /** Counts a request; what to answer instead of the service, or null. */
  @Nullable Answer access(Exchange exchange) {
    long now = System.currentTimeMillis();
    Usage usage;
    try {
      usage = counters.take(client(exchange), now);
    } catch (CountersUnavailable e) {
      LOG.log(Level.WARNING, e, () -> "rate limits don't count: " + e.getMessage());
      return config.faultTolerant() ? null : Answer.UNEXPECTED;
    }
    if (!config.hideClientHeaders()) {
      exchange.limited(usage, now);
    }
    return usage.full() < 0 ? null : refusal;
  }

  private String client(Exchange exchange) {
    String client =
        switch (config.limitBy()) {
          case IP -> null;
          case CONSUMER -> exchange.consumer();
          case HEADER -> exchange.clientHeader(config.headerName());
        };
    return client == null ? exchange.clientAddress() : client;
  }

  /** Kong's headers: each window, and the one with the least left. */
  void write(HttpServletResponse response, Usage usage, long now) {
    int nearest = 0;
    for (int i = 0; i < windows.length; i++) {
      int remaining = usage.remaining()[i];
      response.setHeader(limitHeaders[i], text(limits[i]));
      response.setHeader(remainingHeaders[i], text(remaining));
      if (remaining <= usage.remaining()[nearest]) {
        nearest = i;
      }
    }
    int length = windows[nearest].seconds();
    String reset = text(Math.max(1, length - (int) (now / 1_000 % length)));
    response.setHeader("RateLimit-Limit", text(limits[nearest]));
    response.setHeader("RateLimit-Remaining", text(usage.remaining()[nearest]));
    response.setHeader("RateLimit-Reset", reset);
    if (usage.full() >= 0) {
      response.setHeader("Retry-After", reset);
    }
  }

  private static String text(int number) {
    return number < NUMBERS.length ? NUMBERS[number] : Integer.toString(number);
  }

  @Override
  public void close() {
    counters.close();
  }
}
