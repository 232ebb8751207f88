package dev.minibaas.rest.http;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.web.ClientWatch;
import dev.minibaas.rest.RestConfig;
import dev.minibaas.rest.Variables;
import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.RawRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletApiResponse;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The engine in a bare servlet container: what tests and the conformance cases talk to when no
 * Liberty is wanted. {@code main} takes PostgREST's settings from the environment, and PORT.
 */
public final class RestServer implements AutoCloseable {
  private final Server server;
  private final ServerConnector connector;
  private final RestModule module;

  private RestServer(Server server, ServerConnector connector, RestModule module) {
    this.server = server;
    this.connector = connector;
    this.module = module;
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = new HashMap<>(System.getenv());
    int port = Integer.parseInt(settings.getOrDefault("PORT", "0"));
    RestServer server = start(settings, pool(settings), port);
    System.out.println("listening on " + server.baseUrl());
    server.server.join();
  }

  /** A pool on the database of PGRST_DB_URI. */
  private static DataSource pool(Map<String, String> settings) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.get("JDBC_URL"));
    config.setMaximumPoolSize(Integer.parseInt(settings.getOrDefault("PGRST_DB_POOL", "10")));
    config.addDataSourceProperty("prepareThreshold", "1");
    return new HikariDataSource(config);
  }

  public static RestServer start(Map<String, String> settings, DataSource pool, int port)
      throws Exception {
    RestModule module = TestModule.start(Variables.of(settings), pool);
    if (!module.watch().awaitFirst(Duration.ofSeconds(30))) {
      throw new IllegalStateException("no schema cache");
    }
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setRequestHeaderSize(64 * 1024);
    http.setSendServerVersion(false);
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setPort(port);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/rest/v1");
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addServlet(new ServletHolder(new Endpoint(module)), "/*");
    server.setHandler(context);
    server.start();
    return new RestServer(server, connector, module);
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + connector.getLocalPort() + "/rest/v1";
  }

  RestConfig config() {
    return module.config();
  }

  @Override
  public void close() throws Exception {
    server.stop();
    module.close();
  }

  /** Jetty would spell it {@code application/json;charset=utf-8}, without the space. */
  private static final class VerbatimContentType extends HttpServletResponseWrapper {
    VerbatimContentType(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setHeader(String name, String value) {
      if (name.equalsIgnoreCase("Content-Type")) {
        Response wrapped = ((ServletApiResponse) getResponse()).getResponse();
        while (wrapped instanceof Response.Wrapper wrapper) {
          wrapped = wrapper.getWrapped();
        }
        wrapped.getHeaders().put(name, value);
      } else {
        super.setHeader(name, value);
      }
    }
  }

  /** What the platform's filter and our servlet do together on a full server. */
  private static final class Endpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient RestModule module;

    Endpoint(RestModule module) {
      this.module = module;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ClientWatch.serving(request);
      try (Answer answer = answer(module.engine(), request)) {
        Exchange.write(answer, request, new VerbatimContentType(response));
      } finally {
        ClientWatch.served();
      }
    }

    private Answer answer(RestEngine engine, HttpServletRequest request) throws IOException {
      RawRequest head = Exchange.head(request);
      Answer preflight = engine.preflight(head);
      if (preflight != null) {
        return preflight;
      }
      String authorization = request.getHeader("Authorization");
      try {
        long start = System.nanoTime();
        Caller caller = module.authentication().authenticate(authorization, null);
        long tokenNanos = System.nanoTime() - start;
        RawRequest raw = Exchange.withBody(head, request, engine.config().maxBodyBytes());
        return engine.answer(raw, caller, tokenNanos);
      } catch (InvalidToken e) {
        return engine.rejected(head, e, authorization);
      } catch (RestError e) {
        return engine.finished(head, Answer.of(e));
      }
    }
  }
}
