package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.rest.RestConfig;
import dev.minibaas.rest.openapi.OpenApi;
import dev.minibaas.rest.schema.SchemaWatch;
import dev.minibaas.rest.sql.Executor;
import javax.sql.DataSource;

/** The module's parts, wired together by hand; a server's CDI or a test's main both start this. */
final class RestModule implements AutoCloseable {
  private final RestConfig config;
  private final JwtSettings jwt;
  private final TokenPolicy policy;
  private final SchemaWatch watch;
  private final RestEngine engine;

  private RestModule(RestSettings settings, DataSource pool) {
    this.config = settings.config();
    this.jwt = settings.jwt();
    this.policy = jwt.policy(config.anonRole());
    this.watch =
        new SchemaWatch(
            new SchemaWatch.Sources(
                config.dbUri(),
                config.schemas(),
                config.extraSearchPath(),
                config.listens() ? config.channel() : null));
    Executor executor = new Executor(new CallerSessions(pool), config);
    this.engine =
        new RestEngine(config, watch::current, executor, new OpenApi(config, executor)::describe);
  }

  /** Starts loading the schema cache; requests are answered as soon as there is one. */
  static RestModule start(RestSettings settings, DataSource pool) {
    RestModule module = new RestModule(settings, pool);
    module.watch.start();
    return module;
  }

  RestConfig config() {
    return config;
  }

  TokenPolicy policy() {
    return policy;
  }

  boolean takesTokens() {
    return jwt.secret() != null;
  }

  SchemaWatch watch() {
    return watch;
  }

  RestEngine engine() {
    return engine;
  }

  @Override
  public void close() {
    watch.close();
  }
}
