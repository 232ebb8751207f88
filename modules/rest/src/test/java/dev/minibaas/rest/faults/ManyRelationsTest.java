package dev.minibaas.rest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.rest.faults.Load.Outcome;
import dev.minibaas.rest.faults.Load.Wrong;
import dev.minibaas.rest.http.TestModule;
import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand tables and five hundred functions: the cache is loaded again while requests run. */
@ExtendWith(PostgresExtension.class)
class ManyRelationsTest {
  private static final String SCHEMA =
      """
      create schema many;
      do $$
      begin
        for i in 1..1000 loop
          execute format('create table many.t_%s (id int primary key, name text default %L,
            data jsonb, made timestamptz default now(), parent int %s)', i, 'n' || i,
            case when i > 1 then format('references many.t_%s', i - 1) else '' end);
        end loop;
        for i in 1..500 loop
          execute format('create function many.f_%s(a int, b text default null) returns int
            stable language sql as %L', i, 'select a + ' || i);
        end loop;
      end $$;
      grant usage on schema many to anon;
      grant select on all tables in schema many to anon;
      grant execute on all functions in schema many to anon;
      insert into many.t_1 (id) values (1);
      """;

  private final TestDatabase database;

  ManyRelationsTest(TestDatabase database) {
    this.database = database;
    database.execute(SCHEMA);
  }

  @Test
  void a_reload_fails_no_request() {
    try (TestModule module = TestModule.on(database, 3, Map.of("PGRST_DB_SCHEMAS", "many"))) {
      assertThat(module.schema().routines()).hasSize(500);
      try (Load load = new Load().with(2, n -> ask(module, n))) {
        load.awaitRight(20);
        for (int i = 1; i <= 3; i++) {
          String table = "late_" + i;
          database.execute(
              "create table many."
                  + table
                  + " (id int references many.t_1);"
                  + "grant select on many."
                  + table
                  + " to anon; notify pgrst, 'reload schema'");
          while (module.send("anon", "OPTIONS /" + table, "").status() != 200) {
            load.awaitRight(5);
          }
        }
        load.awaitRight(20);
        assertThat(load.refused()).isZero();
      }
    }
  }

  private static Outcome ask(TestModule module, int number) {
    int some = 2 + number % 998;
    String request =
        switch (number % 4) {
          case 0 -> "GET /t_1?select=id,t_2(id,t_3(id))";
          case 1 -> "OPTIONS /t_" + some;
          case 2 -> "GET /t_" + some + "?select=*,t_" + (some - 1) + "(*)";
          default -> "GET /rpc/f_" + (1 + number % 500) + "?a=1";
        };
    Reply reply = module.send("anon", request, "");
    if (reply.status() != 200) {
      throw new Wrong(request + ": " + reply.status() + " " + reply.body());
    }
    return Outcome.RIGHT;
  }
}
