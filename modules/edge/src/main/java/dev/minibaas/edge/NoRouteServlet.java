package dev.minibaas.edge;

import dev.minibaas.edge.http.Answer;
import dev.minibaas.platform.log.Log;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The root web application's only servlet: whatever passes the filter to here has no service. */
public final class NoRouteServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Log.of(NoRouteServlet.class);

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String sent = request.getHeader(RequestIds.DEFAULT_HEADER);
    String id = RequestIds.isAcceptable(sent) ? sent : UUID.randomUUID().toString();
    if (!response.containsHeader(RequestIds.DEFAULT_HEADER)) {
      response.setHeader(RequestIds.DEFAULT_HEADER, id);
    }
    dev.minibaas.platform.web.RequestIds.within(
        id,
        () -> {
          LOG.log(Level.INFO, "refused {0}: no service at this path", request.getMethod());
          return id;
        });
    Answer.NO_ROUTE.send(response, request.getMethod(), id);
  }
}
