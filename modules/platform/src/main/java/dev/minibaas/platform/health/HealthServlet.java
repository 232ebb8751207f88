package dev.minibaas.platform.health;

import dev.minibaas.platform.error.Envelope;
import dev.minibaas.platform.log.Log;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * {@code GET /health/live}: 200 {@code {"status":"ok"}}. {@code GET /health/ready}: the same, or
 * 503 {@code {"status":"degraded","details":[names]}}. The checks are the ones that the server
 * aggregates at its own {@code /health}.
 */
public class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Log.of(HealthServlet.class);

  @Inject @Readiness private transient Instance<HealthCheck> readiness;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<String> down = request.getServletPath().endsWith("/ready") ? down() : List.of();
    JsonObject status = down.isEmpty() ? ok() : degraded(down);
    byte[] body = status.toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(down.isEmpty() ? 200 : 503);
    response.setHeader("Content-Type", Envelope.JSON);
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private List<String> down() {
    List<String> names = new ArrayList<>();
    for (HealthCheck check : readiness) {
      String name = downName(check);
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private static String downName(HealthCheck check) {
    try {
      HealthCheckResponse response = check.call();
      return response.getStatus() == HealthCheckResponse.Status.UP ? "" : response.getName();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a health check failed", e);
      return check.getClass().getSimpleName();
    }
  }

  private static JsonObject ok() {
    return Json.createObjectBuilder().add("status", "ok").build();
  }

  private static JsonObject degraded(List<String> down) {
    JsonArrayBuilder details = Json.createArrayBuilder();
    down.forEach(details::add);
    return Json.createObjectBuilder().add("status", "degraded").add("details", details).build();
  }
}
