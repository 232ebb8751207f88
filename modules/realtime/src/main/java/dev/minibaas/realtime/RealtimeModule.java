package dev.minibaas.realtime;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.realtime.access.ChannelAccess;
import dev.minibaas.realtime.access.PostgresJudge;
import dev.minibaas.realtime.channels.BroadcastApi;
import dev.minibaas.realtime.channels.Channels;
import dev.minibaas.realtime.channels.PhoenixConversation;
import dev.minibaas.realtime.channels.PhoenixParts;
import dev.minibaas.realtime.channels.PostgresReplays;
import dev.minibaas.realtime.cluster.RedisBus;
import dev.minibaas.realtime.cluster.RedisRelay;
import dev.minibaas.realtime.hub.EventBus;
import dev.minibaas.realtime.hub.LocalBus;
import dev.minibaas.realtime.hub.LocalRelay;
import dev.minibaas.realtime.hub.Relay;
import dev.minibaas.realtime.hub.Router;
import dev.minibaas.realtime.mongo.MongoSource;
import dev.minibaas.realtime.mongo.MongoSourceState;
import dev.minibaas.realtime.own.OwnConversation;
import dev.minibaas.realtime.own.OwnParts;
import dev.minibaas.realtime.postgres.ReplicationSource;
import dev.minibaas.realtime.postgres.SourceState;
import dev.minibaas.realtime.socket.Connections;
import dev.minibaas.realtime.socket.Conversation;
import dev.minibaas.realtime.socket.Conversations;
import dev.minibaas.realtime.socket.Handshake;
import dev.minibaas.realtime.socket.Outbox;
import dev.minibaas.realtime.socket.SocketConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;

/** The module's parts, wired together by hand; a server's CDI or a test both start this. */
final class RealtimeModule implements AutoCloseable, Conversations {
  private static final Logger LOG = Log.of(RealtimeModule.class);

  /** What a message may have besides its payload, in bytes. */
  private static final int ENVELOPE = 4096;

  private static final Duration FIRST_COPY = Duration.ofSeconds(10);

  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("realtime-", 0).factory());
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("realtime-clock").factory());

  private final EventBus bus;
  private final Relay relay;
  private final Channels channels;
  private final Router router;
  private final ReplicationSource source;
  private final @Nullable MongoSource documents;
  private final Connections connections;
  private final PhoenixParts phoenix;
  private final OwnParts own;
  private final BroadcastApi broadcasts;
  private final @Nullable RealtimeMetrics metrics;

  RealtimeModule(
      RealtimeConfig config,
      DataSource pool,
      Authentication authentication,
      @Nullable MetricRegistry registry) {
    Clock clock = Clock.systemUTC();
    CallerSessions sessions = new CallerSessions(pool);
    var judge =
        new PostgresJudge(
            sessions, config.source().publications().getFirst(), config.strictDeletes());
    var rights = new ChannelAccess(sessions);
    this.bus = bus(config, clock);
    this.relay = relay(config.redis());
    this.channels = new Channels(relay, clock);
    this.router = new Router(bus.log(), judge, executor, clock);
    this.source = new ReplicationSource(config.source(), bus.source());
    this.documents =
        config.mongo() == null ? null : new MongoSource(config.mongo(), config.source());
    this.connections = new Connections(sockets(config), executor, scheduler, registry);
    this.phoenix =
        new PhoenixParts(
            channels,
            router,
            judge,
            rights,
            new PostgresReplays(sessions),
            authentication,
            executor,
            clock,
            config.phoenix());
    this.own =
        new OwnParts(
            router, bus, authentication, clock, config.own(), config.phoenix().eventsPerSecond());
    this.broadcasts = new BroadcastApi(channels, rights, clock, config.phoenix());
    this.metrics = registry == null ? null : new RealtimeMetrics(registry, source, bus, router);
    if (registry != null && documents != null) {
      RealtimeMetrics.ofDocuments(registry, documents);
    }
    if (registry != null && bus instanceof RedisBus log && relay instanceof RedisRelay others) {
      RealtimeMetrics.ofRedis(registry, log, others);
    }
  }

  private static SocketConfig sockets(RealtimeConfig config) {
    SocketConfig others = SocketConfig.DEFAULT;
    return new SocketConfig(
        config.connections(),
        config.outbox(),
        config.phoenix().payloadBytes() + ENVELOPE,
        config.own().payloadBytes() + ENVELOPE,
        config.ping(),
        others.tick(),
        others.heartbeat(),
        others.stop());
  }

  private static EventBus bus(RealtimeConfig config, Clock clock) {
    URI redis = config.redis();
    return redis == null
        ? new LocalBus(config.log(), clock)
        : new RedisBus(redis, config.log(), clock, LocalBus::topicOf);
  }

  private static Relay relay(@Nullable URI redis) {
    return redis == null ? new LocalRelay() : new RedisRelay(redis);
  }

  /** Waits for nothing but Redis, and not long for that. */
  RealtimeModule start() {
    if (bus instanceof RedisBus redis) {
      redis.start();
      awaitCopy(redis);
    }
    router.onMessage(channels::stored);
    router.start();
    source.start();
    if (documents != null) {
      documents.start();
    } else {
      LOG.info("changes of documents aren't told: " + documents().reason());
    }
    every(1, 1, () -> source.confirm(bus.confirmable()));
    every(5, 5, channels::tick);
    // what asks the database doesn't keep the clock waiting
    every(1, 3600, () -> executor.execute(source::maintain));
    RealtimeMetrics measured = metrics;
    if (measured != null) {
      every(1, 10, () -> executor.execute(measured::look));
    }
    return this;
  }

  /** In seconds. A time at which it fails is not its last. */
  private void every(long first, long pause, Runnable work) {
    var unused =
        scheduler.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "what is done regularly has failed", e);
              }
            },
            first,
            pause,
            TimeUnit.SECONDS);
  }

  private static void awaitCopy(RedisBus redis) {
    try {
      if (!redis.awaitCopy(FIRST_COPY)) {
        LOG.warning("Redis doesn't answer (REDIS_URL): events wait until it does");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Conversation phoenix(Handshake handshake, Outbox outbox) {
    return new PhoenixConversation(handshake, outbox, phoenix);
  }

  @Override
  public Conversation own(Handshake handshake, Outbox outbox) {
    return new OwnConversation(handshake, outbox, own);
  }

  Connections connections() {
    return connections;
  }

  Router hub() {
    return router;
  }

  EventBus bus() {
    return bus;
  }

  BroadcastApi broadcasts() {
    return broadcasts;
  }

  /** Whether this node reads the changes, or another one does. */
  boolean isFollowing() {
    SourceState state = source.state();
    return state == SourceState.READING || state == SourceState.WAITING;
  }

  /** How the changes of documents are doing. */
  MongoSourceState documents() {
    return documents == null ? MongoSourceState.NOT_CONFIGURED : documents.state();
  }

  @Override
  public void close() {
    LOG.log(Level.FINE, "stopping");
    connections.close();
    if (documents != null) {
      documents.close();
    }
    source.close();
    router.close();
    channels.close();
    relay.close();
    bus.close();
    scheduler.shutdownNow();
    executor.shutdownNow();
  }
}
