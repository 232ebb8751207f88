package dev.minibaas.auth.limit;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.embedded.RedisServer;

class RateLimitsTest {
  private static final String ADDRESS = "192.0.2.7";

  private final TestClock clock = new TestClock();

  private RateLimits limits(Map<String, String> settings) {
    AuthConfig config = AuthFixture.config(settings);
    return new RateLimits(config, clock);
  }

  private static void assertOver(RateLimits limits, Limit limit, String address) {
    assertRefused(429, ErrorCode.OVER_REQUEST_RATE_LIMIT, () -> limits.ofAddress(limit, address));
  }

  private static int passed(RateLimits limits, Limit limit, String address, int calls) {
    int passed = 0;
    for (int i = 0; i < calls; i++) {
      try {
        limits.ofAddress(limit, address);
        passed++;
      } catch (dev.minibaas.auth.error.AuthFailure e) {
        assertThat(e.status()).isEqualTo(429);
      }
    }
    return passed;
  }

  @Test
  void thirtyPassAtOnceThenOneEveryTenSeconds() {
    RateLimits limits = limits(Map.of());

    assertThat(passed(limits, Limit.OTP, ADDRESS, 100)).isEqualTo(30);
    clock.pass(Duration.ofSeconds(10));
    assertThat(passed(limits, Limit.OTP, ADDRESS, 10)).isEqualTo(1);
    clock.pass(Duration.ofMinutes(5));
    assertThat(passed(limits, Limit.OTP, ADDRESS, 100)).isEqualTo(30);
  }

  @Test
  void aThreadThatWasHeldUpDoesNotLookEarly() {
    // as many events as may come at once, each worth a third of a microsecond
    Rate rate = new Rate(1_000_000_000, Duration.ofMinutes(5), 16_000);
    LocalBuckets buckets = new LocalBuckets(Clock.systemUTC());
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<CompletableFuture<Void>> calls = new ArrayList<>();
      for (int i = 0; i < 16_000; i++) {
        calls.add(
            CompletableFuture.runAsync(
                () -> assertThat(buckets.take("key", rate)).isZero(), threads));
      }
      calls.forEach(CompletableFuture::join);
    }
  }

  @Test
  void refusedCallsDoNotProlongTheWait() {
    RateLimits limits = limits(Map.of());
    passed(limits, Limit.OTP, ADDRESS, 10_000);

    clock.pass(Duration.ofSeconds(10));

    assertThat(passed(limits, Limit.OTP, ADDRESS, 1)).isEqualTo(1);
  }

  @Test
  void theAnswerTellsWhenToComeBack() {
    RateLimits limits = limits(Map.of());
    passed(limits, Limit.OTP, ADDRESS, 30);
    clock.pass(Duration.ofMillis(500));

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> limits.ofAddress(Limit.OTP, ADDRESS)))
        .extracting("headers")
        .isEqualTo(Map.of("Retry-After", "10"));
  }

  @Test
  void addressesAndLimitsCountApart() {
    RateLimits limits = limits(Map.of());
    passed(limits, Limit.VERIFY, ADDRESS, 30);

    assertOver(limits, Limit.VERIFY, ADDRESS);
    assertThatCode(() -> limits.ofAddress(Limit.VERIFY, "192.0.2.8")).doesNotThrowAnyException();
    assertThatCode(() -> limits.ofAddress(Limit.OTP, ADDRESS)).doesNotThrowAnyException();
  }

  @Test
  void anIpv6NetworkIsOneClientAndAMappedAddressIsIpv4() {
    RateLimits limits = limits(Map.of());
    for (int i = 0; i < 30; i++) {
      limits.ofAddress(Limit.OTP, "2001:db8:1:2::" + i);
    }
    assertOver(limits, Limit.OTP, "2001:db8:1:2:ffff::1");
    assertThatCode(() -> limits.ofAddress(Limit.OTP, "2001:db8:1:3::1")).doesNotThrowAnyException();
    assertThat(AddressKey.of("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(AddressKey.of("not an address")).isEqualTo(AddressKey.of(null));
  }

  @Test
  void mailsAndTextsCountForAllTogether() {
    RateLimits limits =
        limits(Map.of("GOTRUE_RATE_LIMIT_EMAIL_SENT", "2/10m", "GOTRUE_RATE_LIMIT_SMS_SENT", "1"));
    limits.ofMail();
    limits.ofMail();
    limits.ofSms();

    assertRefused(429, ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT, limits::ofMail);
    assertRefused(429, ErrorCode.OVER_SMS_SEND_RATE_LIMIT, limits::ofSms);
    clock.pass(Duration.ofMinutes(5));
    assertThatCode(limits::ofMail).doesNotThrowAnyException();
  }

  @Test
  void nodesCountTogetherThroughRedisAndAloneWithoutIt() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    RedisServer redis = RedisServer.newRedisServer().port(port).setting("requirepass hush").build();
    redis.start();
    Map<String, String> settings = new HashMap<>();
    settings.put("REDIS_URL", "redis://:hush@127.0.0.1:" + port + "/1");
    try (RateLimits one = limits(settings);
        RateLimits other = limits(settings)) {
      assertThat(passed(one, Limit.ANONYMOUS_SIGNUP, ADDRESS, 20)).isEqualTo(20);
      assertThat(passed(other, Limit.ANONYMOUS_SIGNUP, ADDRESS, 20)).isEqualTo(10);
      assertOver(one, Limit.ANONYMOUS_SIGNUP, ADDRESS);

      redis.stop();

      assertThat(passed(one, Limit.ANONYMOUS_SIGNUP, ADDRESS, 40)).isEqualTo(30);
    } finally {
      redis.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, signup, SIGNUP",
    "POST, /signup/, SIGNUP",
    "POST, token, TOKEN",
    "GET, verify, VERIFY",
    "POST, verify, VERIFY",
    "PUT, user, USER_CHANGE",
    "POST, factors/8f0c6f0e-0000-4000-8000-000000000001/challenge, FACTOR_CHALLENGE",
    "POST, factors/8f0c6f0e-0000-4000-8000-000000000001/verify, FACTOR_VERIFY",
    "POST, passkeys/authentication/options, PASSKEY"
  })
  void everyEndpointHasItsLimit(String method, String path, Limit limit) {
    assertThat(LimitFilter.of(method, path)).contains(limit);
  }

  @ParameterizedTest
  @CsvSource({"GET, user", "GET, health", "POST, admin/users", "POST, logout", "POST, factors"})
  void theOthersHaveNone(String method, String path) {
    assertThat(LimitFilter.of(method, path)).isEmpty();
  }
}
