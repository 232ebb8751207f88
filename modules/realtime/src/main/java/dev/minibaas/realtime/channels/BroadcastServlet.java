package dev.minibaas.realtime.channels;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.realtime.channels.BroadcastApi.Answer;
import dev.minibaas.realtime.channels.BroadcastApi.Call;
import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code POST /v1/api/broadcast} and {@code POST /v1/api/broadcast/{topic}/events/{event}}.
 *
 * <p>A servlet, because a topic may have an encoded slash: the path is taken apart before it is
 * decoded.
 */
@WebServlet(urlPatterns = {"/v1/api/broadcast", "/v1/api/broadcast/*"})
public class BroadcastServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String ROOT = "/v1/api/broadcast";
  private static final Set<String> SECRETS =
      Set.of("authorization", "apikey", "x-api-key", "cookie", "proxy-authorization");

  @Inject private transient Instance<BroadcastApi> apis;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (!path.startsWith(ROOT)) {
      send(response, new Answer(HttpServletResponse.SC_NOT_FOUND, "there is nothing here"));
      return;
    }
    BroadcastApi api = apis.get();
    byte[] body = request.getInputStream().readNBytes(api.maxBytes() + 1);
    var call = new Call(Caller.of(request), headers(request), body);
    String[] parts = path.substring(ROOT.length()).split("/", -1);
    if (parts.length == 1 || (parts.length == 2 && parts[1].isEmpty())) {
      send(response, api.batch(call));
    } else if (parts.length == 4 && parts[0].isEmpty() && parts[2].equals("events")) {
      send(response, single(api, call, parts[1], parts[3], request));
    } else {
      send(response, new Answer(HttpServletResponse.SC_NOT_FOUND, "there is nothing here"));
    }
  }

  private static Answer single(
      BroadcastApi api, Call call, String topic, String event, HttpServletRequest request) {
    String wanted = request.getParameter("private");
    if (wanted != null && !wanted.equals("true") && !wanted.equals("false")) {
      return Answer.invalid("private must be true or false");
    }
    try {
      return api.single(
          call, decoded(topic), decoded(event), "true".equals(wanted), request.getContentType());
    } catch (InvalidJson | IllegalArgumentException e) {
      return Answer.invalid("the path is not well encoded");
    }
  }

  /** A plus is a plus here, and what isn't UTF-8 is no name. */
  private static String decoded(String segment) {
    String latin1 = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
    return JsonReader.text(ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static Map<String, String> headers(HttpServletRequest request) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      String small = name.toLowerCase(Locale.ROOT);
      String value = request.getHeader(name);
      if (!SECRETS.contains(small) && value != null) {
        headers.put(small, value);
      }
    }
    return headers;
  }

  private static void send(HttpServletResponse response, Answer answer) throws IOException {
    response.setStatus(answer.status());
    if (answer.problem() != null) {
      byte[] body =
          Json.createObjectBuilder()
              .add("message", answer.problem())
              .build()
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      response.setContentType("application/json; charset=utf-8");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }
}
