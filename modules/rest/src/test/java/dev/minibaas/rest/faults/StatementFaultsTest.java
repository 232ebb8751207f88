package dev.minibaas.rest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.minibaas.rest.http.TestModule;
import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A statement that takes too long, a pool without a connection, a backend that is killed. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementFaultsTest {
  private final TestDatabase database;
  private final HikariDataSource pool;
  private final TestModule module;

  StatementFaultsTest(TestDatabase database) {
    this.database = database;
    database.execute(
        """
        drop role if exists hurried;
        create role hurried;
        alter role hurried set statement_timeout = '300ms';
        grant hurried to authenticator;
        create table public.notes (text text);
        alter table public.notes disable row level security;
        create function public.slow(seconds float) returns int stable language sql
          as 'select 1 from pg_sleep(seconds)';
        create function public.slow_write(seconds float) returns int volatile language sql
          as $$ insert into public.notes values ('written'); select 1 from pg_sleep(seconds) $$;
        create function public.limits_itself(seconds float) returns int stable language sql
          set statement_timeout = '200ms' as 'select 1 from pg_sleep(seconds)';
        grant all on public.notes to anon, hurried;
        grant usage on schema public to hurried;
        grant execute on all functions in schema public to hurried, anon;
        """);
    this.pool = Pools.of(database.jdbcUrl(), 1);
    this.module = TestModule.on(database.settings(), pool);
  }

  @AfterAll
  void stop() {
    module.close();
    pool.close();
    database.execute("drop owned by hurried; drop role hurried");
  }

  @Test
  void a_role_may_have_a_time_limit() {
    for (int i = 0; i < 3; i++) {
      assertTimedOut(module.send("hurried", "GET /rpc/slow?seconds=20", ""));
      assertTimedOut(module.send("hurried", "POST /rpc/slow_write", "{\"seconds\":20}"));
      // the limit is that role's, and went with its transaction
      Reply patient = module.send("anon", "GET /rpc/slow?seconds=0.5", "");
      assertThat(patient.body()).isEqualTo("1");
    }
    assertThat(database.query("select text from public.notes")).isEmpty();
  }

  @Test
  void a_function_may_have_a_time_limit() {
    assertTimedOut(module.send("anon", "GET /rpc/limits_itself?seconds=20", ""));
    assertThat(module.send("anon", "GET /rpc/limits_itself?seconds=0", "").body()).isEqualTo("1");
  }

  private static void assertTimedOut(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(500);
    assertThat(reply.body())
        .contains("\"code\":\"57014\"", "canceling statement due to statement timeout");
  }

  @Test
  void a_pool_without_a_free_connection_is_told_of() throws SQLException {
    try (Connection taken = pool.getConnection()) {
      assertThat(taken.isClosed()).isFalse();
      for (String request : new String[] {"GET /notes", "DELETE /notes", "GET /"}) {
        Reply reply = module.send("anon", request, "");
        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.body())
            .isEqualTo(
                "{\"code\":\"PGRST003\",\"details\":null,\"hint\":null,"
                    + "\"message\":\"Timed out acquiring connection from connection pool.\"}");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
      }
    }
    assertThat(module.send("anon", "GET /notes", "").status()).isEqualTo(200);
  }

  @Test
  void a_read_whose_backend_is_killed_is_read_again() {
    CompletableFuture<Reply> reading = sent("GET /rpc/slow?seconds=2", "");

    kill("slow");

    assertThat(reading.join().body()).isEqualTo("1");
  }

  @Test
  void a_write_whose_backend_is_killed_is_refused_and_undone() {
    CompletableFuture<Reply> writing = sent("POST /rpc/slow_write", "{\"seconds\":20}");

    kill("slow_write");

    Reply reply = writing.join();
    assertThat(reply.status()).as(reply.body()).isEqualTo(503);
    assertThat(reply.body()).containsPattern("\"code\":\"(57P01|PGRST000|PGRST001)\"");
    assertThat(database.query("select text from public.notes")).isEmpty();
    assertThat(module.send("anon", "GET /notes", "").body()).isEqualTo("[]");
  }

  private CompletableFuture<Reply> sent(String request, String body) {
    return CompletableFuture.supplyAsync(() -> module.send("anon", request, body));
  }

  private void kill(String function) {
    String backends =
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'authenticator'"
            + " and datname = current_database() and state = 'active'"
            + " and query like '%\""
            + function
            + "\"%' and wait_event = 'PgSleep'";
    for (int i = 0; i < 1_000; i++) {
      if (!database.query(backends).isEmpty()) {
        return;
      }
      Load.pause();
    }
    throw new AssertionError("the statement never ran");
  }
}
