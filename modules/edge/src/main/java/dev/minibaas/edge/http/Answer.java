package dev.minibaas.edge.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway answers itself instead of asking the service.
 *
 * @param message of the JSON body; null: no body
 * @param challenge value of {@code WWW-Authenticate}
 */
public record Answer(int status, @Nullable String message, @Nullable String challenge) {
  public static final Answer PREFLIGHT = new Answer(200, null, null);
  public static final Answer NO_ROUTE = of(404, "no Route matched with those values");
  public static final Answer TOO_LARGE = of(413, "Request size limit exceeded");
  public static final Answer HEADER_TOO_LARGE = of(431, "Request header field too large");
  public static final Answer UNEXPECTED = of(500, "An unexpected error occurred");
  public static final Answer NOT_STARTED = of(503, "The gateway could not start");

  public static Answer of(int status, String message) {
    return new Answer(status, message, null);
  }

  /**
   * Sends it as Kong does: {@code {"message":…,"request_id":…}}.
   *
   * @param method of the request: HEAD gets the headers only
   * @param requestId the id that is also in the response's header
   */
  public void send(HttpServletResponse response, String method, String requestId)
      throws IOException {
    response.setStatus(status);
    if (challenge != null) {
      response.setHeader("WWW-Authenticate", challenge);
    }
    if (message == null) {
      response.setContentLength(0);
      return;
    }
    String body =
        "{\"message\":\"" + escape(message) + "\",\"request_id\":\"" + escape(requestId) + "\"}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/json; charset=utf-8");
    response.setContentLength(bytes.length);
    if (!method.equals("HEAD")) {
      write(response, bytes, body);
    }
    // at once, whatever the container does about a body that nobody will read
    response.flushBuffer();
  }

  private static void write(HttpServletResponse response, byte[] bytes, String body)
      throws IOException {
    try {
      response.getOutputStream().write(bytes);
    } catch (IllegalStateException e) {
      // the service has taken the writer before the gateway had to answer in its place
      PrintWriter writer = response.getWriter();
      writer.write(body);
      writer.flush();
    }
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ') {
        escaped.append(' ');
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
