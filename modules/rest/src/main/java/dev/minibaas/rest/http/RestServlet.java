package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.CallerFilter;
import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.RawRequest;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Everything below the context root. The platform's filter has verified the token before.
 *
 * <p>A servlet rather than a JAX-RS resource: paths and methods are the interface's own grammar.
 */
@WebServlet(urlPatterns = "/*", loadOnStartup = 1)
public class RestServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient RestModule module;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RestEngine engine = module.engine();
    try (Answer answer = answer(engine, request)) {
      Exchange.write(answer, request, response);
    }
  }

  private static Answer answer(RestEngine engine, HttpServletRequest request) throws IOException {
    RawRequest head = Exchange.head(request);
    Answer preflight = engine.preflight(head);
    if (preflight != null) {
      return preflight;
    }
    RawRequest raw;
    try {
      raw = Exchange.withBody(head, request, engine.config().maxBodyBytes());
    } catch (RestError e) {
      return engine.finished(head, Answer.of(e));
    }
    return engine.answer(raw, Caller.of(request), CallerFilter.nanos(request));
  }
}
