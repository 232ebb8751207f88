package dev.minibaas.devstack;

import dev.minibaas.bootstrap.Bootstrap;
import dev.minibaas.bootstrap.BootstrapConfig;
import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.mail.MailCatcher;
import dev.minibaas.devstack.mongo.EmbeddedMongo;
import dev.minibaas.devstack.server.LibertyServer;
import dev.minibaas.devstack.server.Readiness;
import dev.minibaas.platform.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All servers of one instance: started in order, stopped in the reverse order. */
final class Stack {
  private static final int MONGO_PORT = 27017;
  private static final int SMTP_PORT = 1025;
  private static final int INBOX_PORT = 8025;
  private static final int OPS_PORT = 9080;
  private static final int INTERNAL_PORT = 9180;
  private static final int LINES_SHOWN = 20;

  private final Environment given;
  private final DevstackConfig config;
  private final DataDirectory directory;
  private final Path folder;
  private final Progress progress;
  private final RunState state;
  private final Secrets secrets;
  private final Ports ports;
  private final Deque<Runnable> ends = new ArrayDeque<>();
  private volatile boolean stopping;
  private @Nullable EmbeddedDatabase database;
  private @Nullable LibertyServer server;

  /**
   * @param folder where the repository is
   */
  Stack(
      Environment given,
      DevstackConfig config,
      DataDirectory directory,
      Path folder,
      Progress progress) {
    this.given = given;
    this.config = config;
    this.directory = directory;
    this.folder = folder;
    this.progress = progress;
    this.state = RunState.of(directory);
    this.secrets = Secrets.of(directory);
    this.ports = Ports.of(directory);
  }

  /**
   * Starts everything and tells where it is.
   *
   * @param wlp Liberty's folder, or null to start no server
   */
  void start(@Nullable Path wlp) {
    LibertyServer liberty = wlp == null ? null : new LibertyServer(wlp, directory.file("liberty"));
    if (liberty != null) {
      liberty.requireAssembled();
    }
    new Leftovers(directory, progress).stop();
    state.begin();
    Map<String, String> complete = secrets.complete(config);
    var environment = new ServerEnvironment(given, complete);
    Superuser superuser = startDatabase(environment);
    bootstrap(superuser, complete);
    String mongo = startMongo(environment);
    String mail = startMail(environment);
    Map<String, String> shown = startServer(environment, liberty);
    shown.put("JWT_SECRET", secret(environment, "JWT_SECRET"));
    shown.put("PG_URL", uri(superuser.user(), superuser.password(), superuser));
    shown.put("MONGO_URI", mongo);
    shown.put("MAIL_URL", mail);
    state.ready(shown);
    progress.step("ready");
    progress.say(Box.of(shown, directory.path()));
  }

  private synchronized void up(Runnable start, Runnable end) {
    if (stopping) {
      throw new StackFailure("stopped while starting");
    }
    // before the start: what failed halfway must be ended too
    ends.push(end);
    start.run();
  }

  /** For what is in this process and leaves nothing when its start fails. */
  private synchronized <T> T started(Supplier<T> start, Consumer<T> end) {
    if (stopping) {
      throw new StackFailure("stopped while starting");
    }
    T running = start.get();
    ends.push(() -> end.accept(running));
    return running;
  }

  private Superuser startDatabase(ServerEnvironment environment) {
    String name = orElse(given.get("POSTGRES_DB"), "postgres");
    Superuser superuser = config.databaseHost() == null ? embeddedDatabase(name) : otherDatabase();
    environment
        .set("POSTGRES_HOST", superuser.host())
        .set("POSTGRES_PORT", Integer.toString(superuser.port()))
        .set("POSTGRES_DB", superuser.database())
        .setUnlessGiven(
            "PGRST_DB_URI",
            uri("authenticator", secret(environment, "AUTHENTICATOR_PASSWORD"), superuser))
        .setUnlessGiven("REALTIME_DB_URL", superuser.jdbcUrl());
    return superuser;
  }

  private Superuser embeddedDatabase(String name) {
    var embedded = new EmbeddedDatabase(directory, secrets);
    String password = orElse(given.get("POSTGRES_PASSWORD"), secrets.databasePassword());
    progress.step((embedded.isNew() ? "creating" : "starting") + " the database");
    up(
        () -> embedded.start(this::databasePort, password, name),
        () -> {
          progress.step("stopping the database");
          embedded.stop();
        });
    database = embedded;
    progress.step("database on port " + embedded.port());
    return embedded.superuser(name, password);
  }

  private int databasePort() {
    return given.has("POSTGRES_PORT")
        ? ports.asWanted("DATABASE", config.databasePort())
        : ports.of("DATABASE", config.databasePort());
  }

  private Superuser otherDatabase() {
    Superuser other = BootstrapConfig.from(given.settings(secrets.complete(config))).database();
    progress.step("using the database " + other + ", as POSTGRES_HOST says");
    return other;
  }

  private void bootstrap(Superuser superuser, Map<String, String> complete) {
    Map<String, String> values = new LinkedHashMap<>(complete);
    values.put("POSTGRES_PASSWORD", superuser.password());
    Settings settings = given.settings(values);
    BootstrapConfig wanted = BootstrapConfig.from(settings);
    settings.check();
    var bootstrap =
        new BootstrapConfig(superuser, wanted.logins(), wanted.rlsOnNewTables(), wanted.patience());
    Bootstrap.run(bootstrap, line -> progress.step("database: " + line));
  }

  private String startMongo(ServerEnvironment environment) {
    String other = config.mongoUri();
    if (other != null) {
      progress.step("documents are in another database, as MONGO_URI says");
      return other;
    }
    int port = ports.of("MONGO", MONGO_PORT);
    EmbeddedMongo mongo =
        started(
            () -> EmbeddedMongo.start(directory.file("mongodb"), port),
            running -> {
              progress.step("stopping the document database");
              running.close();
            });
    environment.set("MONGO_URI", mongo.uri());
    progress.step("document database on port " + port);
    return mongo.uri();
  }

  private String startMail(ServerEnvironment environment) {
    int smtp = ports.of("SMTP", SMTP_PORT);
    int inbox = ports.of("INBOX", INBOX_PORT);
    MailCatcher mail =
        started(() -> MailCatcher.start(directory.file("mail"), smtp, inbox), MailCatcher::close);
    if (config.smtpHost() == null) {
      environment.set("SMTP_HOST", mail.smtpHost()).set("SMTP_PORT", Integer.toString(smtp));
      progress.step("mail catcher on port " + smtp + ", inbox at " + mail.url());
    } else {
      progress.step("mail goes out through " + config.smtpHost() + ", as SMTP_HOST says");
    }
    return mail.url();
  }

  private Map<String, String> startServer(
      ServerEnvironment environment, @Nullable LibertyServer liberty) {
    int port = FreePort.from(config.port());
    if (port != config.port()) {
      progress.step("port %d is taken, using %d".formatted(config.port(), port));
    }
    int ops = ports.of("OPS", OPS_PORT);
    int internal = ports.of("INTERNAL", INTERNAL_PORT);
    String baseUrl = "http://localhost:" + port;
    environment
        .set("PORT", Integer.toString(port))
        .set("DATA_DIR", directory.path().toString())
        .setUnlessGiven("OPS_PORT", Integer.toString(ops))
        .setUnlessGiven("INTERNAL_PORT", Integer.toString(internal))
        .setUnlessGiven("SQLITE_DIRECTORY", directory.file("sqlite").toAbsolutePath().toString())
        .setUnlessGiven("EDGE", "embedded")
        .setUnlessGiven("API_EXTERNAL_URL", baseUrl + "/auth/v1")
        .setGatewayPolicy(folder);
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("BASE_URL", baseUrl);
    shown.put("ANON_KEY", secret(environment, "KONG_PUBLIC_API_KEY"));
    shown.put("SERVICE_KEY", secret(environment, "KONG_SERVICE_API_KEY"));
    String opsUrl = "http://localhost:" + orElse(given.get("OPS_PORT"), Integer.toString(ops));
    shown.put("OPS_URL", opsUrl);
    if (liberty == null) {
      progress.step("no server, as --without-server says");
    } else {
      runServer(environment, liberty, opsUrl, baseUrl);
    }
    return shown;
  }

  private void runServer(
      ServerEnvironment environment, LibertyServer liberty, String opsUrl, String baseUrl) {
    progress.step("starting the server");
    up(
        () -> {
          liberty.start(environment.variables(), ServerEnvironment.UNWANTED);
          state.server(liberty.handle());
        },
        () -> {
          progress.step("stopping the server");
          liberty.stop();
        });
    server = liberty;
    String apikey = secret(environment, "KONG_PUBLIC_API_KEY");
    new Readiness(liberty, opsUrl, baseUrl, apikey).await();
    progress.step("server answers on port " + baseUrl.substring(baseUrl.lastIndexOf(':') + 1));
  }

  /** Stays until the stack is stopped; a killed database is started again. */
  void watch() throws InterruptedException {
    while (!stopping) {
      Thread.sleep(1000);
      revive();
      LibertyServer running = server;
      if (running != null && !running.isAlive()) {
        // a Ctrl-C reaches the server first at times
        Thread.sleep(1000);
        requireStopping(running);
      }
    }
  }

  private synchronized void revive() {
    EmbeddedDatabase embedded = database;
    if (embedded != null && !stopping && embedded.pid().isEmpty()) {
      progress.step("the database ended unexpectedly (see " + embedded.log() + "), starting it");
      embedded.restart();
      progress.step("database runs again");
    }
  }

  private void requireStopping(LibertyServer running) {
    if (!stopping) {
      throw new StackFailure(
          "the server ended unexpectedly with exit code %d; the end of %s:\n%s"
              .formatted(running.exitCode(), running.log(), running.lastLines(LINES_SHOWN)));
    }
  }

  /** Stops what was started. Does nothing the second time. */
  void stop() {
    stopping = true;
    synchronized (this) {
      while (!ends.isEmpty()) {
        try {
          ends.pop().run();
        } catch (StackFailure e) {
          progress.say(String.valueOf(e.getMessage()));
        }
      }
      state.end();
    }
  }

  private static String uri(String user, String password, Superuser database) {
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(
            UriPart.encode(user),
            UriPart.encode(password),
            database.host(),
            database.port(),
            UriPart.encode(database.database()));
  }

  private String secret(ServerEnvironment environment, String name) {
    String chosen = given.get(name);
    return orElse(chosen == null ? environment.get(name) : chosen, "");
  }

  private static String orElse(@Nullable String value, String other) {
    return value == null ? other : value;
  }
}
