package dev.minibaas.edge.limit;

import dev.minibaas.edge.policy.Plugin;
import dev.minibaas.edge.policy.Window;
import dev.minibaas.edge.redis.RedisClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Counters in Redis, shared by every process that has the same file: one round trip a request.
 *
 * <p>As with Kong's redis policy a refused request counts too. After a failure Redis is left alone
 * for a second, so that its absence doesn't cost every request a timeout.
 */
public final class RedisCounters implements Counters {
  /** Increments every counter; answers what they were before. */
  private static final String SCRIPT =
      """
      local before = {}
      for i, key in ipairs(KEYS) do
        local count = redis.call('incr', key)
        if count == 1 then
          redis.call('expire', key, ARGV[i])
        end
        before[i] = count - 1
      end
      return before
      """;

  private static final long PAUSE = 1_000;
  private static final int CONNECTIONS = 64;

  private final List<Window> windows;
  private final int[] limits;
  private final String scope;
  private final List<String> expirations;
  private final String place;
  private final RedisClient redis;
  private volatile long pausedUntil = Long.MIN_VALUE;

  /**
   * @param scope what is limited: part of each key, the same in every process
   */
  public RedisCounters(List<Window> windows, int[] limits, String scope, Plugin.Redis at) {
    this.windows = List.copyOf(windows);
    this.limits = limits.clone();
    this.scope = scope;
    this.expirations = windows.stream().map(window -> Integer.toString(window.seconds())).toList();
    this.place = at.host() + ":" + at.port();
    this.redis = connect(at);
  }

  private static RedisClient connect(Plugin.Redis at) {
    DefaultJedisClientConfig.Builder client =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(at.timeoutMillis())
            .socketTimeoutMillis(at.timeoutMillis())
            .database(at.database())
            .ssl(at.ssl());
    if (at.username() != null) {
      client.user(at.username());
    }
    if (at.password() != null) {
      client.password(at.password());
    }
    return RedisClients.connect(
        new HostAndPort(at.host(), at.port()),
        CONNECTIONS,
        client,
        Duration.ofMillis(at.timeoutMillis()));
  }

  @Override
  public Usage take(String client, long now) {
    if (now < pausedUntil) {
      throw new CountersUnavailable("Redis at " + place + " failed a moment ago", null);
    }
    try {
      return Usage.of(limits, increment(client, now));
    } catch (JedisException e) {
      pausedUntil = now + PAUSE;
      throw new CountersUnavailable("Redis at " + place + " doesn't answer", e);
    }
  }

  private long[] increment(String client, long now) {
    List<String> keys = new ArrayList<>(windows.size());
    for (Window window : windows) {
      long length = window.seconds() * 1_000L;
      keys.add(
          String.join(
              ":",
              // one hash slot for all windows of a client, as a cluster's scripts need
              "ratelimit:{" + scope + ":" + client + "}",
              Long.toString(now / length * length),
              window.name().toLowerCase(Locale.ROOT)));
    }
    List<?> before = (List<?>) redis.eval(SCRIPT, keys, expirations);
    long[] counts = new long[limits.length];
    Arrays.setAll(counts, i -> ((Number) before.get(i)).longValue());
    return counts;
  }

  @Override
  public void close() {
    redis.close();
  }
}
