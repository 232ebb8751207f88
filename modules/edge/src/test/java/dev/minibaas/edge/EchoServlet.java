package dev.minibaas.edge;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/**
 * A service that tells what reached it, a line each: {@code service: echo}, the request line, every
 * header with its values, the query, the length of the body.
 *
 * <p>Paths that end in {@code /loud} set headers that are the gateway's business, {@code /reset}
 * resets the response, {@code /async} answers from another thread in pieces, {@code /catch} makes a
 * 500 of whatever fails, {@code /writer} does so through a writer.
 */
final class EchoServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    if (path.endsWith("/loud")) {
      loud(response);
    } else if (path.endsWith("/reset")) {
      response.setHeader("X-Before", "1");
      response.reset();
    } else if (path.endsWith("/async")) {
      async(request);
      return;
    } else if (path.endsWith("/catch") || path.endsWith("/writer")) {
      guarded(request, response, path.endsWith("/writer"));
      return;
    }
    response.setContentType("text/plain");
    byte[] echo = echo(request, request.getInputStream().readAllBytes().length);
    response.getOutputStream().write(echo);
  }

  private static void loud(HttpServletResponse response) {
    response.setHeader("X-Request-ID", "mine");
    response.addHeader("Access-Control-Allow-Origin", "*");
    response.setIntHeader("RateLimit-Remaining", 1_000_000);
    response.addHeader("X-Frame-Options", "SAMEORIGIN");
    response.addHeader("Vary", "Accept");
    response.addHeader("X-Own", "a");
    response.addHeader("X-Own", "b");
  }

  private static void guarded(
      HttpServletRequest request, HttpServletResponse response, boolean writer) throws IOException {
    if (writer) {
      response.getWriter().print("begun");
    }
    try {
      String body =
          writer
              ? request.getReader().lines().reduce("", String::concat)
              : new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      response.setStatus(200);
      response.setHeader("X-Length", Integer.toString(body.length()));
    } catch (IOException | RuntimeException e) {
      response.reset();
      response.setStatus(500);
      response.setHeader("X-Service-Error", "yes");
      response.getWriter().print("the service's own error");
    }
  }

  private static void async(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    async.start(() -> {
      try {
        int length = async.getRequest().getInputStream().readAllBytes().length;
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        for (int i = 0; i < 3; i++) {
          response.getOutputStream().print("piece " + i + " of " + length + "\n");
          response.flushBuffer();
        }
      } catch (IOException e) {
        // the gateway has cut it off
      } finally {
        async.complete();
      }
    });
  }

  private static byte[] echo(HttpServletRequest request, int length) {
    StringBuilder echo = new StringBuilder("service: echo\n");
    echo.append("request: ").append(request.getMethod()).append(' ');
    echo.append(request.getRequestURI()).append('\n');
    for (String name : Collections.list(request.getHeaderNames())) {
      echo.append("header ").append(name).append(": ");
      echo.append(Collections.list(request.getHeaders(name))).append('\n');
      echo.append("first ").append(name).append(": ");
      echo.append(request.getHeader(name)).append('\n');
    }
    for (String asked : new String[] {"X-User-Id", "X_User_Id", "x-forwarded-for", "X-Real-IP"}) {
      echo.append("asked ")
          .append(asked)
          .append(": ")
          .append(request.getHeader(asked))
          .append('\n');
    }
    echo.append("client: ").append(request.getRemoteAddr()).append('\n');
    echo.append("query: ").append(request.getQueryString()).append('\n');
    echo.append("apikey: ").append(request.getParameter("apikey")).append('\n');
    echo.append("body: ").append(length).append('\n');
    return echo.toString().getBytes(StandardCharsets.UTF_8);
  }
}
