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

/** Whatever is asked, the answer is a documented status and PostgREST's four keys. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private final TestModule module;
  private final TestDatabase database;

  BadInputTest(TestDatabase database) {
    this.database = database;
    database.execute(
        "create table public.items (id int primary key, name text);"
            + "create function public.add(a int, b int) returns int stable language sql"
            + " as 'select a + b';"
            + "alter table public.items disable row level security;"
            + "grant all on public.items to anon");
    this.module = TestModule.on(database, 2, Map.of());
  }

  @AfterAll
  void stop() {
    module.close();
  }

  @ParameterizedTest(name = "{0} with {3} {4}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "POST /items|400|PGRST102|-|{\"id\":",
        "POST /items|400|PGRST102|-|''",
        "POST /items|400|PGRST102|-|[{\"id\":1},{\"name\":\"x\"}]",
        "POST /items|400|PGRST102|Content-Type: text/yaml|id: 1",
        "POST /items|400|PGRST204|-|{\"nothing\":1}",
        "POST /items|400|22P02|-|{\"id\":\"abc\"}",
        "GET /nowhere|404|42P01|-|-",
        "GET /items?nothing=eq.1|400|42703|-|-",
        "GET /items?id=foo.1|400|PGRST100|-|-",
        "GET /items?id=eq.%ff|400|PGRST100|-|-",
        "GET /items?select=a(b|400|PGRST100|-|-",
        "GET /items?select=nothing(*)|400|PGRST200|-|-",
        "GET /items?id=eq.abc|400|22P02|-|-",
        "GET /items?name=eq.%00|400|22021|-|-",
        "GET /items?select=id::no_type|400|42704|-|-",
        "GET /items?name=fts(1).a|400|42704|-|-",
        "GET /items?select=id::select|400|42704|-|-",
        "GET /items?select=id::int int|400|42704|-|-",
        "GET /items?select=%22%22|400|PGRST100|-|-",
        "GET /items?select=name->99999999999|400|22003|-|-",
        "GET /items?limit=-1|416|PGRST103|-|-",
        "GET /items|406|PGRST107|Accept: image/png|-",
        "GET /items|406|PGRST106|Accept-Profile: hidden|-",
        "GET /items|400|PGRST122|Prefer: handling=strict, nonsense|-",
        "TRACE /items|405|PGRST117|-|-",
        "PATCH /rpc/add|405|PGRST101|-|{}",
        "GET /rpc/nothing|404|PGRST202|-|-",
        "GET /rpc/add?a=1|404|PGRST202|-|-",
        "PUT /items?name=eq.x|405|PGRST105|-|{\"id\":1}",
        "DELETE /items?limit=1|400|PGRST109|-|-",
      })
  void is_refused(String request, int status, String code, String header, String body) {
    String[] headers = header == null ? new String[0] : new String[] {header};

    Reply reply = module.send("anon", request, body == null ? "" : body, headers);

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.body())
        .contains("\"code\":\"" + code + "\"", "\"message\":", "\"details\":", "\"hint\":")
        .doesNotContain("pgrst_source")
        .doesNotContain("dev.minibaas");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(database.query("select count(*) from public.items")).containsExactly("0");
  }

  @Test
  void unknown_paths_are_not_found() {
    Reply reply = module.send("anon", "GET /a/b/c", "");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).isEqualTo("{}");
  }
}
