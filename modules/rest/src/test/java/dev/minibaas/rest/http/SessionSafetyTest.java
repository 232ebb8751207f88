package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.PostgresLog.Entry;
import dev.minibaas.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No statement ever runs as the login role, and nothing of a caller stays on the connection: seen
 * at the server, with one pooled connection, a hundred times each.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionSafetyTest {
  private static final int TIMES = 100;
  private static final String SCHEMA =
      """
      create extension ltree schema public;
      create table public.things (
        id int primary key, name text unique, data jsonb default '{}',
        path public.ltree default 'Top.One',
        written_by text not null default current_user);
      create table public.parts (id int primary key, thing int references public.things, size int);
      alter table public.things disable row level security;
      alter table public.parts disable row level security;
      create function public.seen_by(public.things) returns text stable language sql
        as 'select current_user::text';
      create function public.who() returns text stable language sql as 'select current_user::text';
      create function public.who_changes() returns text volatile language sql
        as 'select current_user::text';
      insert into public.things (id, name, written_by)
        select i, 'thing ' || i, 'authenticated' from generate_series(1, 20) i;
      insert into public.parts select i, i, i from generate_series(1, 20) i;
      grant all on public.things, public.parts to anon, authenticated, service_role;
      notify pgrst, 'reload schema';
      """;

  private final TestDatabase database;
  private final TestModule module;

  SessionSafetyTest(TestDatabase database) {
    this.database = database;
    database.execute(SCHEMA);
    this.module = TestModule.on(database, 1, Map.of("PGRST_DB_TX_END", "commit-allow-override"));
  }

  @AfterAll
  void stop() {
    module.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /things?select=id,seen_by",
        "GET /things?select=id,seen_by&id=eq.3",
        "GET /things?select=id,seen_by&id=in.(1,2,3)&name=like.thing*&order=id.desc&limit=2",
        "GET /things?select=id,seen_by&data->>a=is.null&or=(id.lt.3,name.eq.thing 5)",
        "GET /things?select=seen_by,parts(*)&parts.size=gt.1",
        "GET /parts?select=size,things!inner(seen_by)&things.id=eq.4",
        "GET /things?select=id,seen_by&name=in.(thing 1,thing 2)&id=not.in.(5)",
        "GET /rpc/who",
        "POST /rpc/who",
      })
  void a_read_is_one_transaction_as_the_caller(String request) throws SQLException {
    module.send("authenticated", request, "{}"); // the first one also asks who logs in
    long mark = database.log().mark();
    for (int i = 0; i < TIMES; i++) {
      Reply reply = module.send("authenticated", request, request.startsWith("POST") ? "{}" : "");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).contains("authenticated").doesNotContain("authenticator");
    }

    List<Entry> statements = statements(mark);
    assertThat(statements).hasSize(2 * TIMES);
    for (int i = 0; i < statements.size(); i += 2) {
      assertThat(statements.get(i).message()).contains("set_config('role'");
      assertThat(statements.get(i + 1).message()).contains("pgrst_source");
      assertThat(statements.get(i + 1).virtualTransaction())
          .isEqualTo(statements.get(i).virtualTransaction());
    }
    assertNothingStays();
  }

  @Test
  void what_runs_again_untyped_runs_as_the_caller_again() throws SQLException {
    for (int i = 0; i < TIMES; i++) {
      Reply reply =
          module.send(
              "authenticated", "GET /things?select=id,seen_by&path=match.Top.*&limit=1", "");
      assertThat(reply.body()).isEqualTo("[{\"id\":1,\"seen_by\":\"authenticated\"}]");
      Reply next = module.send("anon", "GET /things?select=seen_by&id=eq.1", "");
      assertThat(next.body()).isEqualTo("[{\"seen_by\":\"anon\"}]");
    }
    assertNothingStays();
  }

  @Test
  void writes_run_as_the_caller() throws SQLException {
    for (int i = 0; i < TIMES; i++) {
      int id = 1000 + i;
      write("POST /things", "{\"id\":" + id + ",\"name\":\"a" + id + "\"}", 201);
      write("POST /things", "[{\"id\":" + id + ",\"name\":\"b" + id + "\"}]", 200, "merge");
      write("PATCH /things?id=eq." + id, "{\"name\":\"c" + id + "\"}", 200);
      write("PUT /things?id=eq." + id, "{\"id\":" + id + ",\"name\":\"d" + id + "\"}", 200);
      write("DELETE /things?id=eq." + id, "", 200);
      Reply call = module.send("authenticated", "POST /rpc/who_changes", "{}");
      assertThat(call.body()).isEqualTo("\"authenticated\"");
    }
    assertNothingStays();
  }

  private void write(String request, String body, int status, String... upsert) {
    String prefer = "Prefer: return=representation";
    Reply reply =
        module.send(
            "authenticated",
            request,
            body,
            upsert.length == 0 ? prefer : prefer + ",resolution=merge-duplicates");
    assertThat(reply.status()).as(request + " " + reply.body()).isEqualTo(status);
    assertThat(reply.body()).contains("\"written_by\":\"authenticated\"");
  }

  @ParameterizedTest(name = "{0} gives {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /things?id=eq.abc|400",
        "GET /nowhere|404",
        "GET /things?nothing=eq.1|400",
        "GET /things?select=data->>a::int&data=eq.{|400",
        "GET /things?id=like.1*|404",
        "DELETE /things?id=like.1*|404",
        "GET /things?id=in.(1,a)|400",
        "POST /things|409",
        "PATCH /things?id=eq.1|409",
        "DELETE /things?id=eq.1|409",
        "GET /things?id=gt.0|406",
      })
  void after_an_error_the_next_caller_is_still_itself(String request, int status)
      throws SQLException {
    String body =
        request.startsWith("POST")
            ? "{\"id\":1,\"name\":\"x\"}"
            : request.startsWith("PATCH") ? "{\"name\":\"thing 2\"}" : "";
    String[] headers =
        status == 406 ? new String[] {"Accept: application/vnd.pgrst.object"} : new String[0];
    for (int i = 0; i < TIMES; i++) {
      Reply refused = module.send("authenticated", request, body, headers);
      assertThat(refused.status()).as(refused.body()).isEqualTo(status);
      Reply next = module.send("anon", "GET /things?select=seen_by&id=eq.1", "");
      assertThat(next.body()).isEqualTo("[{\"seen_by\":\"anon\"}]");
    }
    assertNothingStays();
  }

  /** What the log has of the pool's connection; the schema cache has one of its own. */
  private List<Entry> statements(long mark) {
    return database.log().statementsSince(mark).stream()
        .filter(entry -> !entry.application().equals("rest schema cache"))
        .filter(entry -> entry.user().equals("authenticator"))
        .toList();
  }

  private void assertNothingStays() throws SQLException {
    try (Connection connection = module.pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select current_user, current_setting('role'),"
                    + " coalesce(current_setting('request.jwt.claims', true), ''),"
                    + " coalesce(current_setting('request.headers', true), ''),"
                    + " current_setting('transaction_read_only')")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("authenticator");
      assertThat(row.getString(2)).isEqualTo("none");
      assertThat(row.getString(3)).isEmpty();
      assertThat(row.getString(4)).isEmpty();
      assertThat(row.getString(5)).isEqualTo("off");
    }
  }
}
