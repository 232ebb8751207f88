package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.PublishedKeys;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.caller.TokenVerifier;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.web.ClientWatch;
import dev.minibaas.rest.RestConfig;
import dev.minibaas.rest.Variables;
import dev.minibaas.rest.http.RestSettings.DatabaseKept;
import dev.minibaas.rest.schema.DatabaseSettings;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.schema.SchemaLoader;
import dev.minibaas.rest.schema.SchemaWatch;
import dev.minibaas.rest.sql.ResultMemory;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The module's parts, wired together by hand; a server's CDI or a test's main both start this.
 *
 * <p>What depends on settings or on the schema is one immutable {@link State}, replaced as a whole
 * when the database says that either has changed. A request works with the one it began with.
 */
final class RestModule implements AutoCloseable {
  private static final Logger LOG = Log.of(RestModule.class);
  private static final int RESULT_PATIENCE_MILLIS = 10_000;

  private final Variables variables;
  private final CallerSessions sessions;
  private final ClientWatch clients = new ClientWatch();
  private final ResultMemory memory;
  private final Map<URI, PublishedKeys> published = new ConcurrentHashMap<>();
  private final SchemaWatch watch;
  private final Authentication authentication;
  private final AtomicLong loads = new AtomicLong();
  private volatile long lastLoadNanos;
  private volatile State state;

  /** Of one moment. */
  private record State(
      RestSettings settings,
      @Nullable SchemaCache schema,
      Authentication authentication,
      RestEngine engine) {}

  private RestModule(RestSettings settings, Variables variables, DataSource pool) {
    this.variables = variables;
    this.sessions = new CallerSessions(pool, clients);
    RestConfig config = settings.config();
    this.memory = ResultMemory.ofHeap(config.maxResultBytes(), RESULT_PATIENCE_MILLIS);
    this.state = state(settings, null, authentication(settings));
    this.authentication = Authentication.following(() -> state.authentication());
    this.watch =
        new SchemaWatch(config.dbUri(), config.listens() ? config.channel() : null, this::load);
  }

  /** Starts loading the schema cache; requests are answered as soon as there is one. */
  static RestModule start(RestSettings settings, Variables variables, DataSource pool) {
    RestModule module = new RestModule(settings, variables, pool);
    module.watch.start();
    return module;
  }

  private State state(
      RestSettings settings, @Nullable SchemaCache schema, Authentication authentication) {
    RestEngine engine = new RestEngine(settings.config(), settings.jwt(), schema, sessions, memory);
    return new State(settings, schema, authentication, engine);
  }

  private Authentication authentication(RestSettings settings) {
    String anonRole = settings.config().anonRole();
    JwtSettings jwt = settings.jwt();
    return new Authentication(
        new TokenVerifier(policy(jwt, anonRole), Clock.systemUTC(), jwt.cacheLifetime()),
        settings.keys(),
        anonRole);
  }

  private TokenPolicy policy(JwtSettings jwt, String anonRole) {
    TokenPolicy policy = jwt.policy(anonRole);
    URI address = jwt.published();
    // what was read stays, however often the settings are read anew
    return address == null
        ? policy
        : policy.alsoBy(published.computeIfAbsent(address, PublishedKeys::new));
  }

  private void load(Connection connection, boolean settingsToo, boolean schemaToo)
      throws SQLException {
    State was = state;
    RestSettings settings = settingsToo ? settings(connection, was.settings()) : was.settings();
    SchemaCache schema = was.schema();
    if (schema == null || schemaToo || !isSameScope(settings.config(), was.settings().config())) {
      schema = schema(connection, settings.config());
    }
    boolean sameTokens =
        settings.jwt().equals(was.settings().jwt())
            && settings.config().anonRole().equals(was.settings().config().anonRole());
    state = state(settings, schema, sameTokens ? was.authentication() : authentication(settings));
  }

  private static boolean isSameScope(RestConfig a, RestConfig b) {
    return a.schemas().equals(b.schemas()) && a.extraSearchPath().equals(b.extraSearchPath());
  }

  /** What the environment and the database say together; what was, when that can't be used. */
  private RestSettings settings(Connection connection, RestSettings was) throws SQLException {
    DatabaseKept kept = was.databaseKept();
    if (!kept.isRead()) {
      return was;
    }
    Map<String, String> stored = DatabaseSettings.read(connection, kept.function());
    Variables all = variables.with(stored);
    Settings source = Settings.of(all::value);
    try {
      RestSettings settings = RestSettings.from(source, all);
      source.check();
      if (!settings.config().equals(was.config()) || !settings.jwt().equals(was.jwt())) {
        LOG.log(Level.INFO, "settings from the database: {0}", stored.keySet());
      }
      return settings;
    } catch (InvalidSettings e) {
      e.problems()
          .forEach(problem -> LOG.log(Level.SEVERE, "settings in the database: {0}", problem));
      return was;
    }
  }

  private SchemaCache schema(Connection connection, RestConfig config) throws SQLException {
    long start = System.nanoTime();
    SchemaCache schema = SchemaLoader.load(connection, config.schemas(), config.extraSearchPath());
    lastLoadNanos = System.nanoTime() - start;
    loads.incrementAndGet();
    LOG.log(
        Level.INFO,
        "schema cache loaded in {0} ms: {1} relations, {2} functions",
        new Object[] {lastLoadNanos / 1_000_000, schema.tables().size(), schema.routines().size()});
    return schema;
  }

  RestConfig config() {
    return state.settings().config();
  }

  /** Follows the settings. */
  Authentication authentication() {
    return authentication;
  }

  /** Null until the first one is loaded. */
  @Nullable SchemaCache schema() {
    return state.schema();
  }

  SchemaWatch watch() {
    return watch;
  }

  RestEngine engine() {
    return state.engine();
  }

  /** How many schema caches were loaded. */
  long loads() {
    return loads.get();
  }

  /** What the newest one took. */
  double lastLoadSeconds() {
    return lastLoadNanos / 1e9;
  }

  @Override
  public void close() {
    watch.close();
    clients.close();
  }
}
