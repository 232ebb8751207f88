package dev.minibaas.registry;

import dev.minibaas.engines.Engine;
import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.Engines;
import dev.minibaas.engines.Limits;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.engines.target.Target;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.log.Log;
import dev.minibaas.registry.Registration.Identity;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks at what a connection string leads to. */
final class Connections {
  private static final Logger LOG = Log.of(Connections.class);
  private static final Limits LIMITS = Limits.ofOneConnection(Duration.ofSeconds(5));

  private final Targets targets;
  private final Engines engines;

  Connections(Targets targets) {
    this.targets = targets;
    this.engines = new Engines(targets);
  }

  /**
   * Reads it and tests where it leads, without connecting.
   *
   * @throws ApiError {@code invalid_connection}
   */
  void check(EngineKind engine, String tenant, String connection) {
    try {
      targets.check(targets.parse(engine, connection, tenant));
    } catch (InvalidTarget e) {
      throw new ApiError(ErrorCode.INVALID_CONNECTION, e.getMessage());
    }
  }

  /** {@code {"healthy":true,"latency_ms"}} or {@code {"healthy":false,"reason","message"}}. */
  JsonObject test(Identity identity, String connection) {
    long start = System.nanoTime();
    try {
      Target target = targets.parse(identity.engine(), connection, identity.tenant());
      try (Engine engine = engines.open(target, LIMITS, true)) {
        engine.test();
      }
      return Json.createObjectBuilder()
          .add("healthy", true)
          .add("latency_ms", Duration.ofNanos(System.nanoTime() - start).toMillis())
          .build();
    } catch (InvalidTarget e) {
      return unhealthy("refused_target", e);
    } catch (EngineFailure e) {
      LOG.log(Level.INFO, "database {0}: {1}", new Object[] {identity.id(), e.getMessage()});
      return unhealthy(e.reason().name().toLowerCase(Locale.ROOT), e);
    }
  }

  private static JsonObject unhealthy(String reason, RuntimeException failure) {
    return Json.createObjectBuilder()
        .add("healthy", false)
        .add("reason", reason)
        .add("message", String.valueOf(failure.getMessage()))
        .build();
  }
}
