package dev.minibaas.realtime.socket;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.hub.FilterIndex;
import dev.minibaas.realtime.hub.Hub;
import dev.minibaas.realtime.mongo.MongoSourceState;
import dev.minibaas.realtime.mongo.MongoSourceStatus;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;

/**
 * {@code GET /v1/health}: {@code {"status":"ok"|"degraded","connections":…,"subscriptions":…,
 * "uptime_seconds":…,"filter_index":{…},"mongodb":{"state":"off"|"down"|"waiting"|"reading",
 * "reason":…}}}, always with 200. It is degraded while the service isn't ready; what MongoDB does
 * is told apart.
 */
@WebServlet("/v1/health")
public class EngineHealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Log.of(EngineHealthServlet.class);

  @Inject private transient Connections connections;
  @Inject private transient Hub hub;
  @Inject @Readiness private transient Instance<HealthCheck> checks;
  @Inject private transient MongoSourceStatus documents;

  /** For the server. */
  public EngineHealthServlet() {}

  EngineHealthServlet(
      Connections connections, Hub hub, Instance<HealthCheck> checks, MongoSourceStatus documents) {
    this.connections = connections;
    this.hub = hub;
    this.checks = checks;
    this.documents = documents;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonAnswer.send(
        response,
        HttpServletResponse.SC_OK,
        Json.createObjectBuilder()
            .add("status", isReady() ? "ok" : "degraded")
            .add("connections", connections.count())
            .add("subscriptions", hub.subscriptions())
            .add("uptime_seconds", connections.uptime().toSeconds())
            .add("filter_index", filterIndex(hub.filterIndex()))
            .add("mongodb", documents())
            .build());
  }

  private JsonObjectBuilder documents() {
    MongoSourceState state = documents.state();
    return Json.createObjectBuilder()
        .add("state", state.kind().name().toLowerCase(Locale.ROOT))
        .add("reason", state.reason());
  }

  /** By the contract's names. There is no breaker: no subscription is ever passed over. */
  private static JsonObjectBuilder filterIndex(FilterIndex index) {
    return Json.createObjectBuilder()
        .add("slots_active", index.added() - index.removed())
        .add("slots_allocated", index.added())
        .add("slots_freed", index.removed())
        .add("subscriptions_rejected", index.rejected())
        .add("composite_key_count", index.filters())
        .add("evaluations_total", index.evaluations())
        .add("evaluations_empty", index.empty())
        .add("matches_total", index.matches())
        .add("last_eval_us", index.lastMicros())
        .add("peak_eval_us", index.peakMicros())
        .add("slow_evaluations", index.slow())
        .add("circuit_trips", 0)
        .add("circuit_bypassed", 0);
  }

  private boolean isReady() {
    if (connections.isStopping()) {
      return false;
    }
    for (HealthCheck check : checks) {
      if (!isUp(check)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUp(HealthCheck check) {
    try {
      return check.call().getStatus() == Status.UP;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a health check failed", e);
      return false;
    }
  }
}
