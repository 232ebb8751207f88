package dev.minibaas.realtime.socket;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How this service answers in JSON; refusals are {@code {"error": …}}. */
final class JsonAnswer {
  private JsonAnswer() {}

  static void send(HttpServletResponse response, int status, String problem) throws IOException {
    send(response, status, Json.createObjectBuilder().add("error", problem).build());
  }

  static void send(HttpServletResponse response, int status, JsonObject json) throws IOException {
    byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
