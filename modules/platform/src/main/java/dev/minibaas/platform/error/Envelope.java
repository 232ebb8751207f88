package dev.minibaas.platform.error;

import dev.minibaas.platform.web.RequestIds;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code {"success":false,"error":{"code","message"},"statusCode","request_id"}}. */
public final class Envelope {
  public static final String JSON = "application/json; charset=utf-8";

  private Envelope() {}

  public static JsonObject of(ApiError error) {
    return Json.createObjectBuilder()
        .add("success", false)
        .add(
            "error",
            Json.createObjectBuilder()
                .add("code", error.code().code())
                .add("message", error.publicMessage()))
        .add("statusCode", error.code().status())
        .add("request_id", RequestIds.current())
        .build();
  }

  /** {@code {"success":true,"data":…}}. */
  public static JsonObject success(JsonValue data) {
    return Json.createObjectBuilder().add("success", true).add("data", data).build();
  }

  /** The same with one page of a longer list. */
  public static JsonObject page(JsonValue data, int limit, int offset, long total) {
    return Json.createObjectBuilder()
        .add("success", true)
        .add("data", data)
        .add(
            "meta",
            Json.createObjectBuilder()
                .add("request_id", RequestIds.current())
                .add(
                    "pagination",
                    Json.createObjectBuilder()
                        .add("limit", limit)
                        .add("offset", offset)
                        .add("total", total)))
        .build();
  }

  /** Sends an error from outside of JAX-RS. Does nothing when an answer is on its way already. */
  public static void send(ApiError error, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    byte[] body = of(error).toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(error.code().status());
    if (error.code().status() == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    response.setHeader("Content-Type", JSON);
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
  }
}
