package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.rest.parse.RawRequest;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of PostgREST 12.2 rely on and no conformance case shows. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformityTest {
  private static final String SCHEMA =
      """
      create extension ltree schema public;
      create domain public.severity as int default 1;
      create table public.firms (id int primary key, name text);
      create table public.jobs (
        id int primary key, name text, firm_id int references public.firms,
        path public.ltree, urgent public.severity, late public.severity default 2);
      create table public.jottings (text text);
      create function public.shout(variadic words text[]) returns text stable language sql
        as 'select upper(array_to_string(words, ''-''))';
      create function public.greet(name text) returns text stable language sql
        as 'select ''hello '' || name';
      alter table public.firms disable row level security;
      alter table public.jobs disable row level security;
      alter table public.jottings disable row level security;
      insert into public.firms values (1, 'Microsoft'), (2, 'Apple');
      insert into public.jobs values
        (1, 'Windows', 1, 'Top.Desktop'), (2, 'IOS', 2, 'Top.Phone'), (3, 'Orphan', null, 'Other');
      grant all on public.firms, public.jobs, public.jottings to anon;
      """;

  private final TestModule module;

  ConformityTest(TestDatabase database) {
    database.execute(SCHEMA);
    this.module =
        TestModule.on(
            database,
            2,
            Map.of("PGRST_DB_TX_END", "rollback-allow-override", "PGRST_DB_PLAN_ENABLED", "true"));
  }

  @AfterAll
  void stop() {
    module.close();
  }

  @ParameterizedTest(name = "{0} is {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        // text after a complete tree or embed is ignored
        "/jobs?and=(id.eq.1,name.neq.x))&select=id|200|[{\"id\":1}]",
        "/firms?id=eq.1&select=id,jobs(id)'|200|[{\"id\":1,\"jobs\":[{\"id\": 1}]}]",
        // an operator that takes no value of the column's type gets an untyped one
        "/jobs?path=match.Top.*&select=id&order=id|200|[{\"id\":1}, {\"id\":2}]",
        "/jobs?path=not.match.Top.*&select=id|200|[{\"id\":3}]",
        "/jobs?id=like.1*|404|operator does not exist: integer ~~ unknown",
        "/jobs?or=(id.gt.5,id.like.1*)|404|operator does not exist: integer ~~ unknown",
        // lists of any type
        "/jobs?id=in.(1,3)&select=id|200|[{\"id\":1}, {\"id\":3}]",
        "/jobs?id=not.in.(1,3)&select=id|200|[{\"id\":2}]",
        "/jobs?id=in.()&select=id|200|[]",
        "/jobs?id=in.(1,x)|400|invalid input syntax for type integer: \\\"x\\\"",
        "/jobs?name=in.(\"IOS\",\"a,b\",\"q\\\"\\\\\")&select=id|200|[{\"id\":2}]",
        "/jobs?path=in.(Other,Top)&select=id|200|[{\"id\":3}]",
        "/jobs?urgent=in.(0,1)&id=lt.2&select=id|200|[{\"id\":1}]",
        // of several orders the first counts
        "/jobs?select=id&order=id.desc&order=id&limit=1|200|[{\"id\":3}]",
        // a path leads to the first embed of that name
        "/jobs?id=eq.1&select=id,a:firms(id),b:firms(id)&firms.id=eq.9"
            + "|200|[{\"id\":1,\"a\":null,\"b\":{\"id\": 1}}]",
        // limit=0 is the one empty range that is no mistake
        "/jobs?limit=0&select=id|200|[]",
        "/jobs?limit=0&offset=1|416|Limit should be greater than or equal to zero.",
        "/jobs?limit=2&offset=-1&select=id|200|[{\"id\":1}, {\"id\":2}]",
        "/rpc/greet?name=in|200|\"hello in\"",
        "/rpc/shout?words=|200|\"\"",
        "/rpc/shout?words=a&words=|200|\"A-\"",
      })
  void reads(String target, int status, String body) {
    Reply reply = module.send("anon", "GET " + encoded(target), "");

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    if (status == 200) {
      assertThat(reply.body().replace(", \n ", ", ")).isEqualTo(body);
    } else {
      assertThat(reply.body()).contains(body);
    }
  }

  private static String encoded(String target) {
    return target.replace("\"", "%22").replace("\\", "%5C").replace(" ", "%20");
  }

  @ParameterizedTest(name = "{0} with {1} {2}: {3} {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "-",
      value = {
        "POST /jobs?columns=|return=representation|[{\"id\":9}]|400|PGRST100",
        "POST /jobs|resolution=merge-duplicates|[]|200|-",
        "POST /jobs|-|[]|201|-",
        "POST /jottings|resolution=merge-duplicates|{\"text\":\"x\"}|201|-",
        "POST /jobs|resolution=merge-duplicates|[{\"id\":1,\"name\":\"x\"}]|200|-",
        "POST /jobs|resolution=merge-duplicates|[{\"id\":9,\"name\":\"x\"}]|201|-",
        "POST /jobs|resolution=ignore-duplicates|[{\"id\":1,\"name\":\"x\"}]|201|-",
        "POST /firms|handling=strict, max-affected=1|[{\"id\":8},{\"id\":9}]|201|-",
        "PATCH /firms|handling=strict, max-affected=1|{\"name\":\"x\"}|400|PGRST124",
        "PATCH /firms?order=id.desc&order=name&limit=1&select=id|return=representation"
            + "|{\"name\":\"x\"}|200|[{\"id\":2}]",
        "PATCH /firms?limit=x|-|{\"name\":\"x\"}|400|PGRST109",
        "PATCH /jobs?firms.limit=1&select=id,firms(id)|-|{\"name\":\"x\"}|400|PGRST109",
        "PATCH /jobs?limit=1&firms.order=id&select=id,firms(id)|-|{\"name\":\"x\"}|400|PGRST109",
        "PATCH /nowhere|-|{\"name\":\"x\"}|404|{}",
        "DELETE /nowhere?id=eq.1|-|-|404|42P01",
        "POST /jobs?columns=id,urgent,late&select=urgent,late"
            + "|return=representation, missing=default|{\"id\":9}|201|[{\"urgent\":1,\"late\":2}]",
        "PUT /jobs?id=eq.9|-|{\"id\":9}|204|-",
      })
  void writes(String request, String prefer, String body, int status, String answer) {
    String[] headers = prefer == null ? new String[0] : new String[] {"Prefer: " + prefer};

    Reply reply = module.send("anon", request, body == null ? "" : body, headers);

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.body()).contains(answer == null ? "" : answer);
  }

  @ParameterizedTest(name = "{0} of {1}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "limit=2&offset=1|1-9|200|[{\"id\":2}, {\"id\":3}]",
        "limit=1|1-2|416|Limit should be greater than or equal to zero.",
        "limit=1|2-1|416|The lower boundary must be lower than or equal to the upper boundary",
        "limit=0|2-1|200|[]",
        "limit=1|x-1|200|[{\"id\":1}]",
      })
  void ranges_of_query_and_header(String query, String range, int status, String body) {
    String request = "GET /jobs?select=id&order=id&" + query;

    Reply reply = module.send("anon", request, "", "Range: " + range);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().replace(", \n ", ", ")).contains(body);
  }

  @Test
  void an_empty_csv_is_refused() {
    Reply reply = module.send("anon", "POST /jottings", "", "Content-Type: text/csv");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("parse error (not enough input)");
  }

  @Test
  void unknown_functions_have_no_options() {
    Reply reply = module.send("anon", "OPTIONS /rpc/gree", "");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body())
        .contains(
            "Could not find the function public.gree without parameters in the schema cache",
            "Perhaps you meant to call the function public.greet");
  }

  @Test
  void media_types_that_are_all_refused_leave_none() {
    assertThat(module.send("anon", "GET /firms", "", "Accept: text/csv;q=0").status())
        .isEqualTo(406);
  }

  @ParameterizedTest(name = "the plan of {0} shows nothing of ours")
  @CsvSource(
      delimiter = '|',
      value = {"GET /jobs?id=in.(1,2)", "DELETE /jobs?id=in.(1,2)", "GET /rpc/greet?name=x"})
  void plans_show_the_statement_without_the_check_of_the_role(String request) {
    Reply reply =
        module.send(
            "anon", request, "", "Accept: application/vnd.pgrst.plan+json; options=verbose");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).contains("\"Total Cost\"").doesNotContain("CURRENT_USER");
  }

  @Test
  void a_preflight_lists_what_was_asked_for_separated_alike() {
    RawRequest preflight =
        new RawRequest(
            "OPTIONS",
            "/firms",
            null,
            List.of(
                new RawRequest.Header("Origin", "http://example.com"),
                new RawRequest.Header("Access-Control-Request-Method", "POST"),
                new RawRequest.Header("Access-Control-Request-Headers", "Foo,Bar")),
            new byte[0]);

    Answer answer = Objects.requireNonNull(module.module().engine().preflight(preflight));

    assertThat(
            new Reply(answer.status(), "", answer.headers()).header("Access-Control-Allow-Headers"))
        .isEqualTo("Authorization, Foo, Bar, Accept, Accept-Language, Content-Language");
  }
}
