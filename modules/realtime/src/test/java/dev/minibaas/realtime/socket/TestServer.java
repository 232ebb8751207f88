package dev.minibaas.realtime.socket;

import dev.minibaas.platform.caller.ApiKeys;
import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.caller.TokenVerifier;
import dev.minibaas.testkit.Tokens;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Servlets under {@code /realtime} in a bare servlet container with WebSockets. */
final class TestServer implements AutoCloseable {
  static final String ANON_KEY = "public-anon-key";
  static final String SERVICE_KEY = "service-role-key";

  final Authentication authentication =
      new Authentication(
          new TokenVerifier(TokenPolicy.hs256(Tokens.SECRET)), new ApiKeys(ANON_KEY, SERVICE_KEY));
  final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  final Connections connections;
  final HttpClient client = HttpClient.newHttpClient();

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final ServletContextHandler context = new ServletContextHandler("/realtime");

  TestServer(SocketConfig config) {
    this.connections = new Connections(config, executor, scheduler, null);
    connector.setHost("127.0.0.1");
    context.setAllowNullPathInContext(true);
    server.addConnector(connector);
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    Filter caller =
        (request, response, chain) -> {
          if (attach((HttpServletRequest) request, (HttpServletResponse) response)) {
            chain.doFilter(request, response);
          }
        };
    FilterHolder holder = new FilterHolder(caller);
    holder.setAsyncSupported(true);
    context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
  }

  /** As the platform's filter does. */
  private boolean attach(HttpServletRequest request, HttpServletResponse response)
      throws java.io.IOException {
    try {
      Caller caller =
          authentication.authenticate(
              request.getHeader("Authorization"), request.getHeader("apikey"));
      request.setAttribute(Caller.class.getName(), caller);
      return true;
    } catch (InvalidToken e) {
      new TokenRefusal().reject(e, request, response);
      return false;
    }
  }

  /** Where it says it is. */
  TestServer with(HttpServlet servlet) {
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    WebServlet declared = servlet.getClass().getAnnotation(WebServlet.class);
    for (String path : declared.urlPatterns()) {
      context.addServlet(holder, path);
    }
    return this;
  }

  TestServer start() throws Exception {
    server.start();
    return this;
  }

  URI http(String path) {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/realtime/v1" + path);
  }

  URI socket(String path) {
    return URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/realtime/v1" + path);
  }

  @Override
  public void close() throws Exception {
    connections.close();
    client.shutdownNow();
    server.stop();
    scheduler.shutdownNow();
    executor.shutdownNow();
  }
}
