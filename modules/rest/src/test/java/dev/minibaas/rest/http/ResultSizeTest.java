package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A result beyond the limit stays in the database, and a write that would bring one is undone. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResultSizeTest {
  private static final int LIMIT = 10_000;
  private final TestDatabase database;
  private final TestModule module;

  ResultSizeTest(TestDatabase database) {
    this.database = database;
    database.execute(
        """
        create table public.large (id int primary key, text text);
        alter table public.large disable row level security;
        insert into public.large select i, repeat('x', 1000) from generate_series(1, 20) i;
        create domain public."application/x-raw" as bytea;
        create table public.stored (data bytea);
        insert into public.stored values (decode(repeat('00', 1000000), 'hex'));
        create function public.raw() returns public."application/x-raw" stable language sql
          as 'select data::public."application/x-raw" from public.stored';
        create function public.wide(n int) returns text stable language sql
          as 'select repeat(''y'', n)';
        grant all on public.large, public.stored to anon;
        alter table public.stored disable row level security;
        notify pgrst, 'reload schema';
        """);
    module = TestModule.on(database, 2, Map.of("REST_MAX_RESULT_BYTES", Integer.toString(LIMIT)));
  }

  @AfterAll
  void stop() {
    module.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /large|application/json",
        "GET /large?limit=15|text/csv",
        "GET /large?select=id,text|application/vnd.pgrst.array;nulls=stripped",
        "GET /rpc/wide?n=10001|application/json",
        "POST /rpc/wide|application/json",
        "GET /rpc/raw|application/x-raw",
        "PATCH /large|application/json",
        "DELETE /large|application/json",
      })
  void too_large_a_result_is_an_error_of_its_own(String request, String accept) {
    String body =
        request.startsWith("POST")
            ? "{\"n\":20000}"
            : request.startsWith("PATCH") ? "{\"text\":\"" + "z".repeat(1000) + "\"}" : "";

    Reply reply =
        module.send("anon", request, body, "Accept: " + accept, "Prefer: return=representation");

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body())
        .contains("\"code\":\"PGRSTX01\"", "at most 10000 are sent", "REST_MAX_RESULT_BYTES");
    assertThat(database.query("select count(*) from large where text = repeat('x', 1000)"))
        .containsExactly("20");
  }

  @Test
  void a_result_within_the_limit_comes_whole() {
    Reply reply = module.send("anon", "GET /large?select=text&limit=9", "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).startsWith("[{\"text\":\"xxx").hasSizeGreaterThan(9000);
    assertThat(module.send("anon", "GET /rpc/wide?n=9990", "").status()).isEqualTo(200);
  }

  @Test
  void a_write_that_shows_nothing_has_no_limit() {
    Reply reply =
        module.send("anon", "PATCH /large?id=gt.0", "{\"text\":\"" + "x".repeat(1000) + "\"}");

    assertThat(reply.status()).isEqualTo(204);
  }
}
