package dev.minibaas.mongo.http;

import dev.minibaas.platform.caller.Caller;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Everything below the context root. The platform's filter has verified the token before.
 *
 * <p>A servlet rather than a JAX-RS resource: documents go from the driver's bytes to the client's
 * without an object in between.
 */
@WebServlet(urlPatterns = "/*", loadOnStartup = 1)
public class MongoServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient MongoModule module;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    module.engine().serve(new Exchange(request, Caller.of(request)), response);
  }
}
