package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.rest.Variables;
import dev.minibaas.rest.parse.RawRequest;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The engine on a test database, without HTTP around it. */
public final class TestModule implements AutoCloseable {
  private final RestModule module;
  final DataSource pool;

  private TestModule(RestModule module, DataSource pool) {
    this.module = module;
    this.pool = pool;
  }

  public static TestModule on(TestDatabase database, int poolSize, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(database.settings());
    variables.putAll(more);
    return on(variables, database.pool(Login.AUTHENTICATOR, poolSize));
  }

  /** On any database, over a pool of the caller's. */
  public static TestModule on(Map<String, String> variables, DataSource pool) {
    RestModule module = start(Variables.of(variables), pool);
    try {
      if (!module.watch().awaitFirst(Duration.ofSeconds(60))) {
        throw new AssertionError("no schema cache");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return new TestModule(module, pool);
  }

  static RestModule start(Variables variables, DataSource pool) {
    Settings settings = Settings.of(variables::value);
    RestSettings loaded = RestSettings.from(settings, variables);
    settings.check();
    return RestModule.start(loaded, variables, pool);
  }

  RestModule module() {
    return module;
  }

  /** What the engine knows of the database. */
  public SchemaCache schema() {
    SchemaCache current = module.schema();
    if (current == null) {
      throw new AssertionError("no schema cache");
    }
    return current;
  }

  /** Sends a request like {@code GET /things?id=eq.1}, with headers as {@code Name: value}. */
  public Reply send(String role, String request, String body, String... headers) {
    int space = request.indexOf(' ');
    String target = request.substring(space + 1);
    int question = target.indexOf('?');
    List<RawRequest.Header> given = new ArrayList<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      given.add(
          new RawRequest.Header(header.substring(0, colon), header.substring(colon + 1).strip()));
    }
    RawRequest raw =
        new RawRequest(
            request.substring(0, space),
            question < 0 ? target : target.substring(0, question),
            question < 0 ? null : target.substring(question + 1),
            given,
            body.getBytes(StandardCharsets.UTF_8));
    try (Answer answer = module.engine().answer(raw, Caller.ofRole(role), 0)) {
      return new Reply(
          answer.status(), new String(answer.body(), StandardCharsets.UTF_8), answer.headers());
    }
  }

  public record Reply(int status, String body, ResponseHeaders headers) {
    /** A body without the spaces that PostgreSQL puts between rows. */
    public String rows() {
      return body.replace(", \n ", ",");
    }

    public String header(String name) {
      return headers.all().stream()
          .filter(header -> header.name().equalsIgnoreCase(name))
          .map(ResponseHeaders.Header::value)
          .findFirst()
          .orElse("");
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
