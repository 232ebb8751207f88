package dev.minibaas.rest.http;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.RawRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Requests and answers as a servlet container has them. */
final class Exchange {
  private Exchange() {}

  /**
   * @throws RestError when the body is larger than {@code maxBody} bytes
   */
  static RawRequest withBody(RawRequest head, HttpServletRequest request, int maxBody)
      throws IOException {
    return new RawRequest(
        head.method(), head.path(), head.query(), head.headers(), body(request, maxBody));
  }

  /** Everything but the body. */
  static RawRequest head(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    String query = request.getQueryString();
    List<RawRequest.Header> headers = new ArrayList<>(16);
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        headers.add(new RawRequest.Header(name, received(value)));
      }
    }
    return new RawRequest(
        request.getMethod(),
        path.isEmpty() ? "/" : encoded(path),
        query == null ? null : encoded(query),
        headers,
        Answer.NO_BODY);
  }

  /**
   * A URL whose bytes were not percent-encoded comes as Latin-1; encoded, they are checked with the
   * others.
   */
  private static String encoded(String url) {
    StringBuilder out = null;
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c > 0x7f && out == null) {
        out = new StringBuilder(url.length() + 16).append(url, 0, i);
      }
      if (out != null) {
        if (c > 0x7f && c <= 0xff) {
          out.append('%').append(HexFormat.of().toHexDigits((byte) c));
        } else {
          out.append(c);
        }
      }
    }
    return out == null ? url : out.toString();
  }

  private static byte[] body(HttpServletRequest request, int max) throws IOException {
    long length = request.getContentLengthLong();
    boolean hasBody = length > 0 || request.getHeader("Transfer-Encoding") != null;
    if (!hasBody) {
      return Answer.NO_BODY;
    }
    if (length > max) {
      throw RestError.bodyTooLarge(max);
    }
    byte[] body = request.getInputStream().readNBytes(max);
    if (body.length == max && request.getInputStream().read() >= 0) {
      throw RestError.bodyTooLarge(max);
    }
    return body;
  }

  /** Containers read header bytes as Latin-1; here they are UTF-8. */
  private static String received(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > 0x7f) {
        return c > 0xff
            ? value
            : new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return value;
  }

  private static String sent(String value) {
    String oneLine = value.replace('\r', ' ').replace('\n', ' ');
    for (int i = 0; i < oneLine.length(); i++) {
      if (oneLine.charAt(i) > 0x7f) {
        return new String(oneLine.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      }
    }
    return oneLine;
  }

  static void write(Answer answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(answer.status());
    Set<String> seen = new HashSet<>();
    boolean gatewayKnowsOrigins = response.containsHeader("Access-Control-Allow-Origin");
    for (ResponseHeaders.Header header : answer.headers().all()) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (gatewayKnowsOrigins && name.startsWith("access-control-")) {
        continue;
      }
      if (seen.add(name)) {
        response.setHeader(header.name(), sent(header.value()));
      } else {
        response.addHeader(header.name(), sent(header.value()));
      }
    }
    boolean bodyless = answer.status() == 204 || answer.status() == 304;
    if (bodyless || request.getMethod().equals("HEAD")) {
      return;
    }
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }
}
