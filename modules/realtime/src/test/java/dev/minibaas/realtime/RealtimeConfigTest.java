package dev.minibaas.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.realtime.channels.PhoenixLimits;
import dev.minibaas.realtime.log.LogLimits;
import dev.minibaas.realtime.own.Limits;
import dev.minibaas.realtime.postgres.SourceConfig;
import dev.minibaas.realtime.socket.OutboxLimits;
import dev.minibaas.testkit.EnvExample;
import dev.minibaas.testkit.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealtimeConfigTest {
  private static final String URL = "jdbc:postgresql://db:5432/postgres";
  private static final String PASSWORD = "the-hidden-password";
  private static final Map<String, String> REQUIRED =
      Map.of(
          "JWT_SECRET", Tokens.SECRET,
          "REALTIME_DB_URL", URL,
          "REALTIME_DB_PASSWORD", PASSWORD);

  private static RealtimeConfig config(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.putAll(more);
    Settings settings = Settings.of(values);
    RealtimeConfig config = RealtimeConfig.from(settings);
    settings.check();
    return config;
  }

  @Test
  void whatIsNotSetHasTheContractsDefault() {
    RealtimeConfig config = config(Map.of());
    assertThat(config.source()).isEqualTo(SourceConfig.of(URL, "minibaas_realtime", PASSWORD));
    assertThat(config.log()).isEqualTo(new LogLimits(32L << 20, Duration.ofMinutes(10)));
    OutboxLimits outbox = OutboxLimits.DEFAULT;
    assertThat(config.outbox().events()).isEqualTo(outbox.events());
    assertThat(config.outbox().write()).isEqualTo(outbox.write());
    // a batch of subscriptions is answered one by one
    assertThat(config.outbox().answers()).isEqualTo(outbox.answers() + 200);
    assertThat(config.phoenix()).isEqualTo(PhoenixLimits.DEFAULT);
    assertThat(config.own()).isEqualTo(Limits.DEFAULT);
    assertThat(config.connections()).isEqualTo(10_000);
    assertThat(config.ping()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.strictDeletes()).isFalse();
    assertThat(config.redis()).isNull();
  }

  @Test
  void everySettingOfTheSourceIsRead() {
    RealtimeConfig config =
        config(
            Map.of(
                "REALTIME_DB_USER", "reader",
                "REALTIME_SLOT", "second",
                "REALTIME_PUBLICATION", "Mine",
                "REALTIME_DROP_SLOT", "true",
                "REALTIME_RETAINED_MB", "4096",
                "REALTIME_STREAMED_MB", "2",
                "REALTIME_WINDOW_MB", "3",
                "REALTIME_WINDOW_SECONDS", "30",
                "REALTIME_STRICT_DELETES", "true"));
    assertThat(config.source())
        .isEqualTo(
            new SourceConfig(
                URL,
                "reader",
                PASSWORD,
                "second",
                List.of("Mine", SourceConfig.MESSAGES_PUBLICATION),
                2L << 20,
                4L << 30,
                SourceConfig.DEFAULT_HEARTBEAT,
                SourceConfig.DEFAULT_RETRY,
                true));
    assertThat(config.log()).isEqualTo(new LogLimits(3L << 20, Duration.ofSeconds(30)));
    assertThat(config.strictDeletes()).isTrue();
  }

  @Test
  void everyLimitOfClientsIsRead() {
    RealtimeConfig config =
        config(
            Map.of(
                "REALTIME_MAX_CONNECTIONS", "5",
                "REALTIME_SUBSCRIPTIONS_PER_CONNECTION", "6",
                "REALTIME_QUEUE", "7",
                "REALTIME_WRITE_TIMEOUT_MS", "800",
                "REALTIME_PAYLOAD_BYTES", "9000",
                "REALTIME_BROADCAST_BYTES", "10000",
                "REALTIME_CHANNELS_PER_CONNECTION", "11",
                "REALTIME_JOINS_PER_SECOND", "12",
                "REALTIME_EVENTS_PER_SECOND", "13",
                "REALTIME_PRESENCE_PER_30_SECONDS", "14"));
    assertThat(config.connections()).isEqualTo(5);
    assertThat(config.own()).isEqualTo(new Limits(9000, 1000, 6));
    assertThat(config.phoenix())
        .isEqualTo(new PhoenixLimits(11, 12, 13, 10_000, 6, 14, Duration.ofSeconds(30)));
    assertThat(config.outbox().events()).isEqualTo(7);
    assertThat(config.outbox().write()).isEqualTo(Duration.ofMillis(800));
  }

  @Test
  void redisIsWhereTheNodesMeet() {
    assertThat(config(Map.of("REDIS_URL", "redis://:hush@cache:6380/2")).redis())
        .isEqualTo(URI.create("redis://:hush@cache:6380/2"));
    assertThatThrownBy(() -> config(Map.of("REDIS_URL", "http://cache")))
        .hasMessageContaining("REDIS_URL is no URL");
  }

  @Test
  void allThatIsWrongIsToldAtOnceWithoutAPassword() {
    assertThatThrownBy(() ->
            config(
                Map.of(
                    "REALTIME_DB_URL", "postgresql://user:hidden@db/postgres",
                    "REALTIME_DB_PASSWORD", "hidden",
                    "REALTIME_SLOT", "Big",
                    "REALTIME_PUBLICATION", "a-b",
                    "REALTIME_WINDOW_MB", "0")))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            e ->
                assertThat(e.problems())
                    .hasSize(5)
                    .noneMatch(problem -> problem.contains("hidden"))
                    .anyMatch(problem -> problem.startsWith("REALTIME_DB_URL can't be used"))
                    .anyMatch(problem -> problem.startsWith("REALTIME_DB_PASSWORD has fewer"))
                    .anyMatch(problem -> problem.startsWith("REALTIME_SLOT is no name"))
                    .anyMatch(problem -> problem.startsWith("REALTIME_PUBLICATION can't be used"))
                    .anyMatch(problem -> problem.startsWith("REALTIME_WINDOW_MB is \"0\"")));
  }

  @Test
  void whatMustBeSetIsNamed() {
    Settings settings = Settings.of(Map.of());
    RealtimeConfig.from(settings);
    assertThatThrownBy(settings::check)
        .hasMessageContaining("REALTIME_DB_URL is not set")
        .hasMessageContaining("REALTIME_DB_PASSWORD is not set")
        .hasMessageContaining("JWT_SECRET is not set");
  }

  @Test
  void itsTextShowsNoSecret() {
    assertThat(config(Map.of("REDIS_URL", "redis://:hush@cache")).toString())
        .doesNotContain(PASSWORD, "hush", Tokens.SECRET);
  }

  @Test
  void everySettingStandsInEnvExampleWithItsDefault() {
    Settings settings = Settings.of(Map.of());
    RealtimeConfig.from(settings);
    assertThat(EnvExample.read().gaps(settings.asked())).isEmpty();
  }
}
