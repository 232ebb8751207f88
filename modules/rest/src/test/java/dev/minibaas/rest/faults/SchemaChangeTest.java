package dev.minibaas.rest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.minibaas.rest.faults.Load.Outcome;
import dev.minibaas.rest.faults.Load.Wrong;
import dev.minibaas.rest.http.TestModule;
import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tables change while requests run: each is answered rightly or told what it named that isn't
 * there. Statements that the driver has prepared are planned anew.
 */
@ExtendWith(PostgresExtension.class)
class SchemaChangeTest {
  /**
   * Not there (any more, or yet): the relation, the column, the relationship, the type's operator.
   */
  private static final Pattern MISSING =
      Pattern.compile("\"code\":\"(42P01|42703|42883|PGRST20[0-5])\"");

  private final TestDatabase database;

  SchemaChangeTest(TestDatabase database) {
    this.database = database;
    database.execute(
        """
        create table public.things (id int primary key, name text, extra int default 7);
        create table public.parts (id int primary key, thing int references public.things);
        create view public.seen as select id, name from public.things;
        alter table public.things disable row level security;
        alter table public.parts disable row level security;
        insert into public.things select i, 'thing ' || i from generate_series(1, 20) i;
        insert into public.parts select i, i from generate_series(1, 20) i;
        create function public.first_things() returns setof public.things stable language sql
          as 'select * from public.things order by id limit 1';
        grant all on public.things, public.parts, public.seen to anon;
        """);
  }

  private static final List<String> REQUESTS =
      List.of(
          "GET /things?id=eq.3",
          "GET /things?select=*&order=id",
          "GET /things?select=id,extra",
          "GET /things?select=*,parts(*)&limit=3",
          "GET /parts?select=*,things!inner(*)&things.id=gt.1",
          "GET /seen?id=in.(1,2,3)",
          "GET /rpc/first_things",
          "GET /things?id=eq.2&select=*");

  @Test
  void tables_change_under_load() {
    try (HikariDataSource pool = Pools.of(database.jdbcUrl(), 4);
        TestModule module = TestModule.on(database.settings(), pool);
        Load load = new Load().with(3, n -> ask(module, n)).with(1, n -> write(module))) {
      load.awaitRight(300);
      for (String name : List.of("a", "b")) {
        change("alter table public.things add column " + name + " text default 'new'", load);
        awaitBody(module, "GET /things?id=eq.3", "\"" + name + "\":\"new\"");
        change("alter table public.things drop column extra", load);
        change("alter table public.things add column extra bigint default 7", load);
        // of one table at a time: a change of both sides of a key may meet a read in a deadlock
        change("alter table public.parts add column size numeric default 1.5", load);
        change("alter table public.parts alter column size type text", load);
        change("alter table public.parts drop column size", load);
        change("alter table public.things alter column extra type text using 'x' || extra", load);
        awaitBody(module, "GET /things?extra=eq.x7&id=eq.1", "\"extra\":\"x7\"");
        change("alter table public.things rename to gone", load);
        change("alter table public.gone rename to things", load);
        change("alter table public.things alter column extra type int using 7", load);
        change(
            "create or replace function public.first_things() returns setof public.things"
                + " stable language sql as 'select * from public.things order by id desc limit 1'",
            load);
        awaitBody(module, "GET /rpc/first_things", "\"id\":20");
      }
      load.awaitRight(300);
      assertThat(load.refused()).as("requests that met a change").isPositive();
    }
  }

  private void change(String sql, Load load) {
    database.execute("set lock_timeout = '30s'; " + sql + "; notify pgrst, 'reload schema'");
    load.awaitSettled(40);
  }

  private static Outcome ask(TestModule module, int number) {
    String request = REQUESTS.get(number % REQUESTS.size());
    Reply reply = module.send("anon", request, "");
    if (reply.status() == 200 && reply.body().startsWith("[{\"id\":")) {
      return Outcome.RIGHT;
    }
    return refused(request, reply);
  }

  private static Outcome write(TestModule module) {
    String request = "PATCH /things?id=eq.5&select=id,name";
    Reply reply =
        module.send("anon", request, "{\"name\":\"same\"}", "Prefer: return=representation");
    if (reply.status() == 200 && reply.body().contains("\"name\":\"same\"")) {
      return Outcome.RIGHT;
    }
    return refused(request, reply);
  }

  private static Outcome refused(String request, Reply reply) {
    // a write to a relation that the cache doesn't have is not found, in no more words
    boolean notFound = reply.status() == 404 && reply.body().equals("{}");
    if (notFound || reply.status() < 500 && MISSING.matcher(reply.body()).find()) {
      return Outcome.REFUSED;
    }
    throw new Wrong(request + ": " + reply.status() + " " + reply.body());
  }

  private static void awaitBody(TestModule module, String request, String part) {
    Reply reply = module.send("anon", request, "");
    for (int i = 0; i < 3_000 && !reply.body().contains(part); i++) {
      Load.pause();
      reply = module.send("anon", request, "");
    }
    assertThat(reply.body()).contains(part);
  }
}
