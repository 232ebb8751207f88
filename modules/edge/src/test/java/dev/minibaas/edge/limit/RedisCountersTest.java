package dev.minibaas.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.edge.policy.Plugin;
import dev.minibaas.edge.policy.Window;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.embedded.RedisServer;

/** Against a real Redis. */
class RedisCountersTest {
  private static final List<Window> MINUTE_AND_HOUR = List.of(Window.MINUTE, Window.HOUR);
  private static final long NOON = 1_800_000_000_000L / 3_600_000 * 3_600_000;

  private int port;
  private RedisServer server;

  @BeforeEach
  void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server = RedisServer.newRedisServer().port(port).setting("requirepass secret").build();
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.stop();
  }

  private RedisCounters counters(int perMinute, int perHour) {
    Plugin.Redis redis = new Plugin.Redis("127.0.0.1", port, null, "secret", 1, 500, false);
    return new RedisCounters(MINUTE_AND_HOUR, new int[] {perMinute, perHour}, ":rest:", redis);
  }

  @Test
  void two_processes_share_their_counters() {
    try (RedisCounters one = counters(3, 10);
        RedisCounters other = counters(3, 10)) {
      assertThat(one.take("a", NOON).remaining()).containsExactly(2, 9);
      assertThat(other.take("a", NOON).remaining()).containsExactly(1, 8);
      assertThat(one.take("b", NOON).remaining()).containsExactly(2, 9);
      assertThat(one.take("a", NOON).full()).isEqualTo(-1);
      assertThat(other.take("a", NOON).full()).isZero();
      assertThat(other.take("a", NOON + 60_000).full()).isEqualTo(-1);
    }
  }

  @Test
  void counters_expire_with_their_window() {
    try (RedisCounters counters = counters(3, 10);
        RedisClient client =
            RedisClient.create("redis://default:secret@127.0.0.1:" + port + "/1")) {
      counters.take("a", NOON);
      assertThat(client.keys("ratelimit:*")).hasSize(2);
      assertThat(client.ttl("ratelimit:{:rest::a}:" + NOON + ":minute")).isBetween(1L, 60L);
      assertThat(client.ttl("ratelimit:{:rest::a}:" + NOON + ":hour")).isBetween(61L, 3_600L);
    }
  }

  @Test
  void an_absent_redis_is_named_and_left_alone_for_a_second() throws IOException {
    try (RedisCounters counters = counters(3, 10)) {
      counters.take("a", NOON);
      server.stop();
      assertThatThrownBy(() -> counters.take("a", NOON))
          .isInstanceOf(CountersUnavailable.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasCauseInstanceOf(RuntimeException.class);
      assertThatThrownBy(() -> counters.take("a", NOON + 999))
          .isInstanceOf(CountersUnavailable.class)
          .hasNoCause();
      server.start();
      assertThat(counters.take("a", NOON + 1_000).full()).isEqualTo(-1);
    }
  }
}
