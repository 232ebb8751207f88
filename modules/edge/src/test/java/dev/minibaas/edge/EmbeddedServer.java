package dev.minibaas.edge;

import dev.minibaas.platform.settings.Settings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** As in the EAR: one web application per service and one at the root, each with its own filter. */
final class EmbeddedServer implements AutoCloseable {
  static final String ANON_KEY = "public-anon-key";
  static final String SERVICE_KEY =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2lnbmF0dXJl";

  /** Kept, or the level would be forgotten with the logger. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  static {
    JETTY.setLevel(Level.SEVERE);
  }

  private final Server server = new Server();

  private EmbeddedServer() {}

  /**
   * @param settings beside the two keys
   */
  static EmbeddedServer start(Map<String, String> settings) {
    EmbeddedServer embedded = new EmbeddedServer();
    Map<String, String> all = new HashMap<>();
    all.put("KONG_PUBLIC_API_KEY", ANON_KEY);
    all.put("KONG_SERVICE_API_KEY", SERVICE_KEY);
    all.putAll(settings);
    try {
      embedded.run(all);
    } catch (Exception e) {
      embedded.close();
      throw new IllegalStateException("the embedded server didn't start", e);
    }
    return embedded;
  }

  private void run(Map<String, String> settings) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    String internal = settings.get("INTERNAL_PORT");
    if (internal != null) {
      ServerConnector second = new ServerConnector(server);
      second.setHost("127.0.0.1");
      second.setPort(Integer.parseInt(internal));
      server.addConnector(second);
    }
    server.setHandler(
        new ContextHandlerCollection(
            application("/auth/v1", new EchoServlet(), settings),
            application("/rest/v1", new EchoServlet(), settings),
            application("/", new NoRouteServlet(), settings)));
    server.start();
  }

  private static ServletContextHandler application(
      String path, HttpServlet servlet, Map<String, String> settings) {
    ServletContextHandler application = new ServletContextHandler(path);
    // no redirect from /rest/v1 to /rest/v1/ before the filter
    application.setAllowNullPathInContext(true);
    FilterHolder filter = new FilterHolder(new EdgeFilter(() -> config(settings)));
    filter.setAsyncSupported(true);
    application.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    application.addServlet(holder, "/");
    return application;
  }

  private static EdgeConfig config(Map<String, String> values) {
    Settings settings = Settings.of(values);
    EdgeConfig config = EdgeConfig.from(settings);
    settings.check();
    return config;
  }

  URI uri() {
    return server.getURI().resolve("/");
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the embedded server didn't stop", e);
    }
  }
}
