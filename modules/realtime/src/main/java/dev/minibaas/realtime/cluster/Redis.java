package dev.minibaas.realtime.cluster;

import dev.minibaas.edge.redis.RedisClients;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** Connections to Redis, and scripts over them. */
final class Redis {
  /** One slot for all keys, as a cluster's scripts need. */
  static final String PREFIX = "realtime:{log}:";

  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 2_000;

  /** Longer than any command of ours waits. */
  private static final int BLOCKING_MILLIS = 5_000;

  private Redis() {}

  /**
   * @param address {@code redis://} or {@code rediss://}, with user, password and database if need
   *     be
   */
  static RedisClient connect(URI address, int connections) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(CONNECT_MILLIS)
            .socketTimeoutMillis(ANSWER_MILLIS)
            .blockingSocketTimeoutMillis(BLOCKING_MILLIS);
    return RedisClients.connect(address, connections, config, Duration.ofMillis(ANSWER_MILLIS));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A script that answers a text. */
  static String run(RedisClient redis, Script script, List<byte[]> keys, List<byte[]> arguments) {
    Object answer;
    try {
      answer = redis.evalsha(script.digest(), keys, arguments);
    } catch (JedisNoScriptException e) {
      answer = redis.eval(script.text(), keys, arguments);
    }
    return text((byte[]) answer);
  }
}
