package dev.minibaas.rest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import dev.minibaas.rest.faults.Load.Outcome;
import dev.minibaas.rest.faults.Load.Wrong;
import dev.minibaas.rest.http.TestModule;
import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.testkit.TestDatabase.Login;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The database goes away under load and comes back: until then 503, and never a wrong answer; what
 * was answered as written is there.
 */
class RestartTest {
  private static final Pattern AWAY =
      Pattern.compile("\"code\":\"(PGRST000|PGRST001|PGRST002|57P0[123]|08\\w{3})\"");

  private final AtomicInteger ids = new AtomicInteger();
  private final Set<String> written = ConcurrentHashMap.newKeySet();

  @Test
  void the_database_restarts_under_load() throws SQLException {
    try (ThrowawayPostgres server = ThrowawayPostgres.start(Map.of())) {
      Superuser database = server.createDatabase("restarted");
      execute(
          database,
          "create table public.things (id int primary key, name text);"
              + "create table public.written (id int primary key);"
              + "alter table public.things disable row level security;"
              + "alter table public.written disable row level security;"
              + "insert into public.things select i, 'thing ' || i from generate_series(1, 100) i;"
              + "grant all on public.things, public.written to anon");
      try (HikariDataSource pool = Pools.of(database.jdbcUrl(), 4);
          TestModule module = TestModule.on(settings(database), pool)) {
        for (int i = 0; i < 2; i++) {
          try (Load load = new Load().with(3, n -> read(module, n)).with(2, n -> write(module))) {
            load.awaitRight(200);
            server.interrupt();
            load.awaitRefused(15);
            server.resume();
            load.awaitRight(200);
          }
        }
        assertThat(rows(database)).containsAll(written);
        schemaCacheFollowsAgain(database, module);
      }
    }
  }

  private static Map<String, String> settings(Superuser database) {
    String uri =
        "postgresql://%s:%s@%s:%d/%s"
            .formatted(
                Login.AUTHENTICATOR.user(),
                Login.AUTHENTICATOR.password(),
                database.host(),
                database.port(),
                database.database());
    return Map.of("PGRST_DB_URI", uri);
  }

  private static Outcome read(TestModule module, int number) {
    int id = 1 + number % 100;
    Reply reply = module.send("anon", "GET /things?select=name&id=eq." + id, "");
    if (reply.status() == 200 && reply.body().equals("[{\"name\":\"thing " + id + "\"}]")) {
      return Outcome.RIGHT;
    }
    return refused(reply);
  }

  private Outcome write(TestModule module) {
    String id = Integer.toString(ids.incrementAndGet());
    Reply reply = module.send("anon", "POST /written", "{\"id\":" + id + "}");
    if (reply.status() == 201) {
      written.add(id);
      return Outcome.RIGHT;
    }
    return refused(reply);
  }

  private static Outcome refused(Reply reply) {
    if (reply.status() == 503 && AWAY.matcher(reply.body()).find()) {
      Load.pause();
      return Outcome.REFUSED;
    }
    throw new Wrong(reply.status() + " " + reply.body());
  }

  /** Its listening connection was lost too. */
  private static void schemaCacheFollowsAgain(Superuser database, TestModule module)
      throws SQLException {
    execute(
        database,
        "create table public.after (id int); grant all on public.after to anon;"
            + "notify pgrst, 'reload schema'");
    for (int i = 0; i < 6_000; i++) {
      if (module.send("anon", "OPTIONS /after", "").status() == 200) {
        return;
      }
      Load.pause();
    }
    throw new AssertionError("the schema cache is not loaded any more");
  }

  private static void execute(Superuser database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Set<String> rows(Superuser database) throws SQLException {
    Set<String> rows = new HashSet<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select id from public.written")) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }
}
