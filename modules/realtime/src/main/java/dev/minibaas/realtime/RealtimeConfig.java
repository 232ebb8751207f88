package dev.minibaas.realtime;

import dev.minibaas.platform.caller.CallerConfig;
import dev.minibaas.platform.settings.RedisUrl;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.realtime.channels.PhoenixLimits;
import dev.minibaas.realtime.log.LogLimits;
import dev.minibaas.realtime.mongo.MongoSourceConfig;
import dev.minibaas.realtime.own.Limits;
import dev.minibaas.realtime.postgres.SourceConfig;
import dev.minibaas.realtime.socket.OutboxLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the module.
 *
 * @param log the window that a client can come back to
 * @param phoenix limits of the protocol of supabase-js
 * @param own limits of the platform's own protocol
 * @param connections at most, of one node
 * @param ping after which a silent client is asked whether it is there
 * @param strictDeletes whether a delete that only its key is known of is kept from everyone whom
 *     policies apply to
 * @param redis where nodes meet; null for one node alone
 * @param mongo whose documents' changes are told; null for none
 */
public record RealtimeConfig(
    CallerConfig callers,
    SourceConfig source,
    LogLimits log,
    OutboxLimits outbox,
    PhoenixLimits phoenix,
    Limits own,
    int connections,
    Duration ping,
    boolean strictDeletes,
    @Nullable URI redis,
    @Nullable MongoSourceConfig mongo) {
  private static final String URL_FIX =
      "set it to jdbc:postgresql://<host>:5432/<db>, the database itself and no pooler";
  private static final String PASSWORD_FIX =
      "run scripts/generate-env, or set it to the 16 random characters that bootstrap was given";
  private static final String MONGO_FIX =
      "set it to mongodb://<user>:<password>@<host>:27017/?authSource=admin, or leave it out";
  private static final int MEGABYTES = 1 << 20;

  /** Reads the settings; the caller runs {@link Settings#check()}. */
  public static RealtimeConfig from(Settings settings) {
    int subscriptions =
        settings.integer("REALTIME_SUBSCRIPTIONS_PER_CONNECTION", 200, 1, MEGABYTES);
    return new RealtimeConfig(
        CallerConfig.from(settings),
        source(settings),
        log(settings),
        outbox(settings, subscriptions),
        phoenix(settings, subscriptions),
        own(settings, subscriptions),
        settings.integer("REALTIME_MAX_CONNECTIONS", 10_000, 1, MEGABYTES),
        settings.seconds("REALTIME_PING_SECONDS", 30, 1, 3600),
        settings.flag("REALTIME_STRICT_DELETES", false),
        RedisUrl.from(settings),
        mongo(settings));
  }

  private static @Nullable MongoSourceConfig mongo(Settings settings) {
    String uri = settings.secretOrNull("MONGO_URI");
    String database = settings.text("MONGO_DB_NAME", "mini_baas");
    if (uri == null) {
      return null;
    }
    if (!MongoSourceConfig.isUri(uri)) {
      settings.problem("MONGO_URI can't be used, it is no address of a MongoDB: " + MONGO_FIX);
      return null;
    }
    return new MongoSourceConfig(uri, database, MongoSourceConfig.DEFAULT_RETRY);
  }

  private static SourceConfig source(Settings settings) {
    String url = settings.required("REALTIME_DB_URL", URL_FIX);
    if (!url.isEmpty() && !SourceConfig.isUrl(url)) {
      settings.problem("REALTIME_DB_URL can't be used: " + URL_FIX);
    }
    return new SourceConfig(
        SourceConfig.isUrl(url) ? url : "jdbc:postgresql:",
        settings.text("REALTIME_DB_USER", "minibaas_realtime"),
        settings.secret("REALTIME_DB_PASSWORD", 16, PASSWORD_FIX),
        slot(settings),
        List.of(publication(settings), SourceConfig.MESSAGES_PUBLICATION),
        bytes(settings, "REALTIME_STREAMED_MB", 0, 0),
        bytes(settings, "REALTIME_RETAINED_MB", 1024, 1),
        SourceConfig.DEFAULT_HEARTBEAT,
        SourceConfig.DEFAULT_RETRY,
        settings.flag("REALTIME_DROP_SLOT", false));
  }

  private static String slot(Settings settings) {
    String name = settings.text("REALTIME_SLOT", SourceConfig.DEFAULT_SLOT);
    if (SourceConfig.isSlot(name)) {
      return name;
    }
    settings.problem(
        "REALTIME_SLOT is no name of a slot: set it to 1 to 63 small letters, digits, underscores");
    return SourceConfig.DEFAULT_SLOT;
  }

  private static String publication(Settings settings) {
    String name = settings.text("REALTIME_PUBLICATION", SourceConfig.DEFAULT_PUBLICATION);
    if (SourceConfig.isPublication(name)) {
      return name;
    }
    settings.problem(
        "REALTIME_PUBLICATION can't be used: set it to 1 to 63 letters, digits, underscores");
    return SourceConfig.DEFAULT_PUBLICATION;
  }

  private static LogLimits log(Settings settings) {
    return new LogLimits(
        bytes(settings, "REALTIME_WINDOW_MB", 32, 1),
        settings.seconds("REALTIME_WINDOW_SECONDS", 600, 1, 86_400));
  }

  private static OutboxLimits outbox(Settings settings, int subscriptions) {
    OutboxLimits others = OutboxLimits.DEFAULT;
    return new OutboxLimits(
        settings.integer("REALTIME_QUEUE", others.events(), 1, 65_536),
        // each of a batch of subscriptions is answered
        others.answers() + subscriptions,
        Duration.ofMillis(
            settings.integer(
                "REALTIME_WRITE_TIMEOUT_MS", (int) others.write().toMillis(), 10, 60_000)),
        others.slow(),
        others.slowWrites(),
        others.close());
  }

  private static PhoenixLimits phoenix(Settings settings, int subscriptions) {
    PhoenixLimits others = PhoenixLimits.DEFAULT;
    return new PhoenixLimits(
        settings.integer("REALTIME_CHANNELS_PER_CONNECTION", others.channels(), 1, 100_000),
        settings.integer("REALTIME_JOINS_PER_SECOND", others.joinsPerSecond(), 1, 100_000),
        settings.integer("REALTIME_EVENTS_PER_SECOND", others.eventsPerSecond(), 1, MEGABYTES),
        settings.integer(
            "REALTIME_BROADCAST_BYTES", others.payloadBytes(), 1 << 10, 16 * MEGABYTES),
        subscriptions,
        settings.integer("REALTIME_PRESENCE_PER_30_SECONDS", others.presenceCalls(), 1, 100_000),
        Duration.ofSeconds(30));
  }

  private static Limits own(Settings settings, int subscriptions) {
    return new Limits(
        settings.integer(
            "REALTIME_PAYLOAD_BYTES", Limits.DEFAULT.payloadBytes(), 1 << 10, 16 * MEGABYTES),
        Limits.DEFAULT.batchEvents(),
        subscriptions);
  }

  private static long bytes(Settings settings, String name, int fallback, int min) {
    return (long) settings.integer(name, fallback, min, MEGABYTES) * MEGABYTES;
  }

  /** Redis's password stays out of logs, like all the others. */
  @Override
  public String toString() {
    return "RealtimeConfig[" + source + ", ***]";
  }
}
