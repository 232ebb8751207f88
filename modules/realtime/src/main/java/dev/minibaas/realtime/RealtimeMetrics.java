package dev.minibaas.realtime;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.cluster.RedisBus;
import dev.minibaas.realtime.cluster.RedisRelay;
import dev.minibaas.realtime.hub.EventBus;
import dev.minibaas.realtime.hub.Hub;
import dev.minibaas.realtime.mongo.MongoSource;
import dev.minibaas.realtime.mongo.MongoSourceState;
import dev.minibaas.realtime.postgres.ReplicationSource;
import dev.minibaas.realtime.postgres.SlotStatus;
import dev.minibaas.realtime.postgres.SourceState;
import java.sql.SQLException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * {@code realtime_reading} (1 on the node that reads the slot), {@code
 * realtime_slot_unconfirmed_bytes} and {@code realtime_slot_retained_bytes} of PostgreSQL's log,
 * {@code realtime_log_bytes} of the window, {@code realtime_subscriptions}. With MongoDB {@code
 * realtime_reading_documents} (1 on the node that reads its changes). With Redis also {@code
 * realtime_log_malformed} and {@code realtime_log_gaps} of this node's copy of the log, and {@code
 * realtime_relay_dropped}, texts to other nodes.
 */
final class RealtimeMetrics {
  private static final Logger LOG = Log.of(RealtimeMetrics.class);

  private final ReplicationSource source;
  private volatile long unconfirmed;
  private volatile long retained;

  RealtimeMetrics(MetricRegistry registry, ReplicationSource source, EventBus bus, Hub hub) {
    this.source = source;
    registry.gauge("realtime_reading", () -> source.state() == SourceState.READING ? 1 : 0);
    registry.gauge("realtime_slot_unconfirmed_bytes", () -> unconfirmed);
    registry.gauge("realtime_slot_retained_bytes", () -> retained);
    registry.gauge("realtime_log_bytes", () -> bus.log().bytes());
    registry.gauge("realtime_subscriptions", hub::subscriptions);
  }

  static void ofDocuments(MetricRegistry registry, MongoSource documents) {
    registry.gauge(
        "realtime_reading_documents",
        () -> documents.state().kind() == MongoSourceState.Kind.READING ? 1 : 0);
  }

  static void ofRedis(MetricRegistry registry, RedisBus bus, RedisRelay relay) {
    registry.gauge("realtime_log_malformed", bus::malformed);
    registry.gauge("realtime_log_gaps", bus::gaps);
    registry.gauge("realtime_relay_dropped", relay::dropped);
  }

  /** Looks at the slot; what was seen last stays when it can't be seen. */
  void look() {
    try {
      Optional<SlotStatus> status = source.status();
      unconfirmed = status.map(SlotStatus::unconfirmedBytes).orElse(0L);
      retained = status.map(SlotStatus::retainedBytes).orElse(0L);
    } catch (SQLException e) {
      LOG.log(Level.FINE, "the slot can't be seen", e);
    }
  }
}
