package dev.minibaas.auth.limit;

import dev.minibaas.edge.redis.RedisClients;
import dev.minibaas.platform.log.Log;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * In Redis, shared by all nodes, by Redis's clock. While Redis can't be reached each node counts by
 * itself; it is asked again after a second, so that its absence doesn't cost every call a timeout.
 */
final class RedisBuckets implements Buckets {
  private static final Logger LOG = Log.of(RedisBuckets.class);
  private static final String PREFIX = "auth:limit:";
  private static final int TIMEOUT_MILLIS = 500;
  private static final int CONNECTIONS = 16;
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /** Times in microseconds; answers how long to wait. */
  private static final String SCRIPT =
      """
      local time = redis.call('time')
      local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
      local interval = tonumber(ARGV[1])
      local due = math.max(tonumber(redis.call('get', KEYS[1]) or now), now)
      local early = due - interval * (tonumber(ARGV[2]) - 1) - now
      if early > 0 then
        return math.ceil(early)
      end
      due = due + interval
      redis.call('set', KEYS[1], string.format('%.3f', due), 'PX', math.ceil((due - now) / 1000) + 1)
      return 0
      """;

  private final RedisClient redis;
  private final Buckets local;
  private volatile long pausedUntil = System.nanoTime();

  RedisBuckets(URI address, Buckets local) {
    this.redis = connect(address);
    this.local = local;
  }

  private static RedisClient connect(URI address) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS);
    return RedisClients.connect(address, CONNECTIONS, config, Duration.ofMillis(TIMEOUT_MILLIS));
  }

  @Override
  public Duration take(String key, Rate rate) {
    if (System.nanoTime() - pausedUntil < 0) {
      return local.take(key, rate);
    }
    try {
      Object micros =
          redis.eval(
              SCRIPT,
              List.of(PREFIX + key),
              List.of(Double.toString(rate.interval()), Integer.toString(rate.burst())));
      return Duration.ofNanos(((Number) micros).longValue() * 1_000);
    } catch (JedisException e) {
      pausedUntil = System.nanoTime() + PAUSE_NANOS;
      LOG.log(
          Level.WARNING,
          "limits are counted by this node alone: Redis fails ({0})",
          e.getMessage());
      return local.take(key, rate);
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
