package dev.minibaas.rest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.minibaas.rest.http.TestModule;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a request crosses the network to PostgreSQL, counted on the wire. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundTripsTest {
  private static final int TIMES = 20;

  private final TripCounter wire;
  private final HikariDataSource pool;
  private final TestModule module;

  RoundTripsTest(TestDatabase database) {
    database.execute(
        """
        create table public.things (id int primary key, name text);
        create table public.parts (id int primary key, thing int references public.things);
        alter table public.things disable row level security;
        alter table public.parts disable row level security;
        insert into public.things select i, 'thing ' || i from generate_series(1, 50) i;
        insert into public.parts select i, i from generate_series(1, 50) i;
        create function public.twice(n int) returns int stable language sql as 'select n * 2';
        grant all on public.things, public.parts to anon;
        """);
    this.wire = new TripCounter(database.port());
    String url = database.jdbcUrl().replace(":" + database.port() + "/", ":" + wire.port() + "/");
    this.pool = Pools.of(url, 1);
    this.module = TestModule.on(database.settings(), pool);
  }

  @AfterAll
  void stop() {
    module.close();
    pool.close();
    wire.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "GET /things?id=eq.3|1|-|-",
        "GET /things|1|-|-",
        "HEAD /things?limit=3|1|-|-",
        "GET /things?select=id,parts(id)&name=like.thing*&order=name.desc&limit=20|1|-|-",
        "GET /things?limit=5|1|Prefer: count=exact|-",
        "GET /things?id=gt.3|1|Accept: text/csv|-",
        "GET /rpc/twice?n=4|1|-|-",
        "POST /rpc/twice|1|-|{\"n\":4}",
        // its role and the statement that fails, in one; PostgreSQL forgets both
        "GET /things?id=eq.x|1|-|-",
        // begin, role and statement; commit
        "PATCH /things?id=eq.3|2|-|{\"name\":\"thing 3\"}",
        "DELETE /things?id=eq.0|2|-|-",
        "GET /things|3|Prefer: count=planned|-",
      })
  void are_counted(String request, int trips, String header, String body) {
    String[] headers = header == null ? new String[0] : new String[] {header};
    String sent = body == null ? "" : body;
    for (int i = 0; i < TIMES; i++) {
      module.send("anon", request, sent, headers); // the driver learns what it must ask but once
    }
    wire.trips();
    for (int i = 0; i < TIMES; i++) {
      int status = module.send("anon", request, sent, headers).status();
      assertThat(status).isLessThan(request.endsWith(".x") ? 401 : 300);
    }

    assertThat(wire.trips()).isEqualTo(TIMES * trips);
  }
}
