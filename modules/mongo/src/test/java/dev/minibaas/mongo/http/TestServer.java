package dev.minibaas.mongo.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.mongo.MongoConfig;
import dev.minibaas.mongo.store.Operations;
import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.TestMongo;
import dev.minibaas.testkit.Tokens;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The service in a bare servlet container, with a client of it. */
final class TestServer implements AutoCloseable {
  static final String DOCUMENTS = "/collections/things/documents";

  private final MongoModule module;
  private final Server server = new Server();
  private final ServerConnector connector;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TestServer(Map<String, String> settings) throws Exception {
    Settings source = Settings.of(settings);
    MongoConfig config = MongoConfig.from(source);
    source.check();
    this.module = MongoModule.start(config, new Operations(null));
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setRequestHeaderSize(128 * 1024);
    this.connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/mongo/v1");
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    Authentication authentication = new MongoBeans().authentication(config);
    context.addServlet(new ServletHolder(new Endpoint(module, authentication)), "/*");
    server.setHandler(context);
    server.start();
  }

  static TestServer on(TestMongo mongo) throws Exception {
    return start(mongo.settings());
  }

  /**
   * @param settings beside the tokens' secret
   */
  static TestServer start(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("JWT_SECRET", Tokens.SECRET);
    all.putIfAbsent("MONGO_MOCK_COLLECTION", "demo");
    return new TestServer(all);
  }

  /** Somebody, with a token. */
  record User(String id, String token) {
    static User fresh() {
      UUID id = UUID.randomUUID();
      return new User(id.toString(), Tokens.ofTests().user(id));
    }

    static User service() {
      return new User("", Tokens.ofTests().serviceRole());
    }

    static User nobody() {
      return new User("", "");
    }
  }

  /** What came back. */
  record Answer(int status, String text) {
    BsonDocument body() {
      return BsonDocument.parse(text);
    }

    BsonDocument data() {
      return body().getDocument("data");
    }

    BsonArray list() {
      return body().getArray("data");
    }

    String id() {
      return data().getString("id").getValue();
    }

    /** Status and code of an error. */
    String refusal() {
      return status + " " + body().getDocument("error").getString("code").getValue();
    }
  }

  Answer call(User user, String method, String path, String body) {
    return call(user, method, path, "application/json", body.getBytes(UTF_8));
  }

  Answer get(User user, String path) {
    return call(user, "GET", path, "");
  }

  Answer call(User user, String method, String path, String type, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/mongo/v1" + path))
            .header("Content-Type", type)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (!user.token.isEmpty()) {
      request.header("Authorization", "Bearer " + user.token);
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  static String filter(String json) {
    return DOCUMENTS + "?filter=" + encoded(json);
  }

  @Override
  public void close() throws Exception {
    server.stop();
    module.close();
    client.close();
  }

  /** What the platform's filter and our servlet do together on a full server. */
  private static final class Endpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient MongoModule module;
    private final transient Authentication authentication;

    Endpoint(MongoModule module, Authentication authentication) {
      this.module = module;
      this.authentication = authentication;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Caller caller;
      try {
        caller = authentication.authenticate(request.getHeader("Authorization"), null);
      } catch (InvalidToken e) {
        response.setStatus(401);
        return;
      }
      module.engine().serve(new Exchange(request, caller), response);
      // what was refused unread would make Jetty close the connection
      request.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
