package dev.minibaas.benchmarks.session;

import dev.minibaas.benchmarks.BenchTable;
import dev.minibaas.benchmarks.BenchUser;
import dev.minibaas.benchmarks.machine.CpuClock;
import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Compares ways to read one row as the caller, in turns, on a throw-away database: what a request
 * costs this process and PostgreSQL. The decision is docs/decisions/001-one-trip-session.md.
 */
public final class SessionTrial {
  private static final int CONNECTIONS = 16;
  private static final int ROUNDS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration WINDOW = Duration.ofSeconds(5);

  private SessionTrial() {}

  public static void run() throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    try (var server = ThrowawayPostgres.start(Map.of("max_connections", "200"))) {
      Superuser database = server.createDatabase("trial");
      try (Connection connection = database.connect()) {
        BenchTable.create(connection);
      }
      var login =
          new Login(server.port(), database.database(), BenchUser.claims("a session of the trial"));
      CpuClock postgresql = CpuClock.ofFamily(Listener.pid(server.port()).orElseThrow());
      compare(contestants(vertx, login), postgresql);
    } finally {
      vertx.close().await();
    }
  }

  private static List<Contestant> contestants(Vertx vertx, Login login) {
    return List.of(
        new Contestant("pgjdbc, one trip (platform read)", false, () -> one(login)),
        new Contestant("pgjdbc, two trips (platform write)", false, () -> two(login)),
        new Contestant("pgjdbc, three trips", false, () -> new PlainTransaction(login)),
        new Contestant("vertx, one trip, a thread waits", false, () -> vertx(vertx, login)),
        new Contestant("vertx, one trip, no thread waits", true, () -> vertx(vertx, login)));
  }

  private static CallerRead one(Login login) throws Exception {
    return new PlatformRead(login, false);
  }

  private static CallerRead two(Login login) throws Exception {
    return new PlatformRead(login, true);
  }

  private static CallerRead vertx(Vertx vertx, Login login) {
    return new VertxPipeline(vertx, login);
  }

  private static void compare(List<Contestant> contestants, CpuClock postgresql) throws Exception {
    System.out.printf(
        "get one by key as the caller, %d connections, %d turns of %d s each%n",
        CONNECTIONS, ROUNDS, WINDOW.toSeconds());
    for (Contestant contestant : contestants) {
      contestant.connect(CONNECTIONS);
      contestant.run(WARM_UP, postgresql);
      contestant.forget();
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (Contestant contestant : contestants) {
        contestant.run(WINDOW, postgresql);
      }
    }
    System.out.printf(
        "%-36s %10s %14s %14s %10s%n", "", "reads/s", "client µs CPU", "PostgreSQL µs", "sum");
    for (Contestant contestant : contestants) {
      System.out.println(contestant.figures());
      contestant.close();
    }
  }
}
