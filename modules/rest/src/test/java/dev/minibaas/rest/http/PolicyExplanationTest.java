package dev.minibaas.rest.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.rest.parse.JsonTree;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code Prefer: explain=policy}: an empty array can be told from an empty table. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyExplanationTest {
  private static final String ADA = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  private static final String BOB = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
  private static final String AS_ADA =
      "X-Explain-Claims: {\"sub\":\"" + ADA + "\",\"role\":\"authenticated\"}";
  private final TestDatabase database;
  private final TestModule module;

  PolicyExplanationTest(TestDatabase database) {
    this.database = database;
    database.execute(
        """
        create schema shop;
        grant usage on schema shop to anon, authenticated, service_role;
        create table shop.members (team int, person uuid);
        create table shop.orders (
          id int primary key, team int, owner uuid default auth.uid(), state text default 'open');
        create table shop.lines (id int primary key, order_id int references shop.orders, what text);
        create table shop.secrets (id int primary key);
        create table shop.hidden (id int primary key);
        insert into shop.members values (1, '%1$s'), (2, '%2$s');
        insert into shop.orders select i, 1 + i %% 2, case when i <= 4 then '%1$s'::uuid else '%2$s' end,
          case when i %% 3 = 0 then 'closed' else 'open' end from generate_series(1, 10) i;
        insert into shop.lines select i, i, 'line ' || i from generate_series(1, 10) i;
        insert into shop.secrets values (1);
        insert into shop.hidden values (1), (2);
        alter table shop.members enable row level security;
        alter table shop.orders enable row level security;
        alter table shop.lines enable row level security;
        alter table shop.secrets disable row level security;
        alter table shop.hidden enable row level security;
        create policy own_membership on shop.members for select to authenticated using (person = auth.uid());
        create policy own on shop.orders for all to authenticated
          using (owner = auth.uid()) with check (owner = auth.uid());
        create policy team on shop.orders for select to authenticated using (
          exists (select from shop.members m where m.team = orders.team and m.person = auth.uid()));
        create policy only_open on shop.orders as restrictive for select to public using (state = 'open');
        create policy for_others on shop.orders for select to anon using (true);
        create policy of_order on shop.lines for select to authenticated using (
          exists (select from shop.orders o where o.id = lines.order_id));
        create view shop.order_list as select * from shop.orders;
        create function shop.close_all() returns setof shop.orders language sql
          as $$ update shop.orders set state = 'closed' returning * $$;
        grant select, insert, update, delete on shop.orders, shop.lines, shop.hidden, shop.order_list to authenticated;
        grant select on shop.members to authenticated;
        grant select (id) on shop.orders to anon;
        grant all on all tables in schema shop to service_role;
        """
            .formatted(ADA, BOB));
    module = TestModule.on(database, 2, Map.of("PGRST_DB_SCHEMAS", "shop"));
  }

  @AfterAll
  void stop() {
    module.close();
  }

  private Map<?, ?> explain(String request, String body, String... headers) {
    long before = total();
    String[] all = new String[headers.length + 1];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Prefer: explain=policy, return=representation";
    Reply reply = module.send("service_role", request, body, all);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(total()).isEqualTo(before);
    return map(requireNonNull(JsonTree.parse(reply.body())));
  }

  private long total() {
    return Long.parseLong(
        database
            .query("select sum(('x' || left(md5(o::text), 8))::bit(32)::bigint) from shop.orders o")
            .get(0));
  }

  /** The object at a place in a report. */
  private static Map<?, ?> map(Object object, Object... path) {
    Object at = object;
    for (Object step : path) {
      at =
          requireNonNull(
              step instanceof Integer i ? ((List<?>) at).get(i) : ((Map<?, ?>) at).get(step));
    }
    return (Map<?, ?>) at;
  }

  private static Map<?, ?> policy(Map<?, ?> check, String name) {
    List<?> policies = (List<?>) requireNonNull(check.get("policies"));
    return policies.stream()
        .map(each -> (Map<?, ?>) requireNonNull(each))
        .filter(each -> name.equals(each.get("name")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_read_tells_what_each_policy_let_through() {
    Map<?, ?> report = explain("GET /orders?id=lte.8", "", AS_ADA);

    assertThat(report.get("role")).isEqualTo("authenticated");
    Map<?, ?> check = map(report, "findings", 0, "checks", 0);
    assertThat(check.get("command")).isEqualTo("SELECT");
    assertThat(check.get("matching")).isEqualTo(8);
    // own: 1-4; her team: 2, 4, 6, 8; open: not 3, 6
    assertThat(policy(check, "own").get("let_through")).isEqualTo(4);
    assertThat(policy(check, "team").get("let_through")).isEqualTo(4);
    assertThat(policy(check, "only_open").get("removed")).isEqualTo(2);
    assertThat(check.get("let_through")).isEqualTo(4);
    assertThat(check.get("verdict")).isEqualTo("4 of 8 matching existing rows pass");
    assertThat(check.toString()).doesNotContain("for_others");
    assertThat(policy(check, "own").get("expression")).isEqualTo("(owner = auth.uid())");
    Map<?, ?> outcome = map(report, "outcome");
    assertThat(outcome.get("status")).isEqualTo(200);
    assertThat(outcome.get("content_range")).isEqualTo("0-3/*");
  }

  @Test
  void embeds_are_judged_over_the_rows_that_belong_to_matching_parents() {
    Map<?, ?> report = explain("GET /orders?select=id,lines(what)&id=in.(1,5)", "", AS_ADA);

    Map<?, ?> lines = map(report, "findings", 1);
    assertThat(lines.get("path")).isEqualTo("lines");
    assertThat(lines.get("relation")).isEqualTo("shop.lines");
    Map<?, ?> check = map(lines, "checks", 0);
    assertThat(check.get("matching")).isEqualTo(2);
    assertThat(check.get("let_through")).isEqualTo(1);
  }

  @Test
  void a_table_without_a_policy_shows_that_it_is_not_empty() {
    Map<?, ?> check = map(explain("GET /hidden", "", AS_ADA), "findings", 0, "checks", 0);

    assertThat(check.get("matching")).isEqualTo(2);
    assertThat(check.get("verdict"))
        .isEqualTo("no policy for SELECT applies to the role: none passes");
    Map<?, ?> none = map(explain("GET /hidden?id=eq.9", "", AS_ADA), "findings", 0, "checks", 0);
    assertThat(none.get("verdict")).isEqualTo("no existing rows match, whoever asks");
  }

  @Test
  void missing_grants_are_told() {
    Map<?, ?> report = explain("GET /secrets", "", AS_ADA);

    assertThat(map(report, "outcome").get("status")).isEqualTo(403);
    assertThat(map(report, "outcome", "error").get("code")).isEqualTo("42501");
    Map<?, ?> grants = map(report, "findings", 0, "grants");
    assertThat(grants.get("schema_usage")).isEqualTo(true);
    assertThat((List<?>) grants.get("privileges")).isEmpty();

    Map<?, ?> columns = map(explain("GET /orders?select=id", ""), "findings", 0, "grants");
    assertThat(map(columns, "columns").get("SELECT")).isEqualTo(List.of("id"));
  }

  @Test
  void an_insert_is_held_against_the_check_with_the_callers_defaults() {
    Map<?, ?> own = explain("POST /orders", "[{\"id\":100},{\"id\":101}]", AS_ADA);
    Map<?, ?> check = map(own, "findings", 0, "checks", 0);
    assertThat(check.get("command")).isEqualTo("INSERT");
    assertThat(check.get("let_through")).isEqualTo(2);
    assertThat(map(own, "outcome").get("status")).isEqualTo(201);

    Map<?, ?> foreign = explain("POST /orders", "{\"id\":100,\"owner\":\"" + BOB + "\"}", AS_ADA);
    assertThat(map(foreign, "findings", 0, "checks", 0).get("let_through")).isEqualTo(0);
    assertThat(map(foreign, "outcome", "error").get("code")).isEqualTo("42501");
  }

  @Test
  void an_update_is_held_against_the_rows_before_and_after() {
    Map<?, ?> report =
        explain("PATCH /orders?id=in.(1,2,5)", "{\"owner\":\"" + BOB + "\"}", AS_ADA);

    Map<?, ?> before = map(report, "findings", 0, "checks", 1);
    assertThat(before.get("command")).isEqualTo("UPDATE");
    assertThat(before.get("rows")).isEqualTo("existing");
    assertThat(before.get("let_through")).isEqualTo(2);
    Map<?, ?> after = map(report, "findings", 0, "checks", 2);
    assertThat(after.get("rows")).isEqualTo("new");
    assertThat(after.get("let_through")).isEqualTo(0);
  }

  @Test
  void a_delete_a_view_and_a_call_are_explained() {
    Map<?, ?> deleted = explain("DELETE /orders?id=gt.3", "", AS_ADA);
    assertThat(map(deleted, "findings", 0, "checks", 1).get("let_through")).isEqualTo(1);

    Map<?, ?> view = map(explain("GET /order_list", "", AS_ADA), "findings", 0);
    assertThat(view.get("kind")).isEqualTo("view");
    assertThat(view.get("reads_as")).isEqualTo("postgres");
    assertThat(map(view, "base_relations", 0).get("relation")).isEqualTo("shop.orders");
    assertThat(map(view, "base_relations", 0).get("bypassed")).isEqualTo("the role is a superuser");

    Map<?, ?> called = explain("POST /rpc/close_all", "{}", AS_ADA);
    Map<?, ?> call = map(called, "findings", 0);
    assertThat(call.get("function")).isEqualTo("shop.close_all");
    assertThat(call.get("execute")).isEqualTo(false);
    assertThat(map(called, "outcome").get("status")).isEqualTo(403);
    assertThat(call.get("runs_as")).isEqualTo("authenticated");
  }

  @Test
  void a_policy_that_fails_is_named() {
    database.execute(
        "create policy broken on shop.secrets for select to authenticated using (1 / (id - 1) = 0);"
            + "alter table shop.secrets enable row level security;"
            + "grant select on shop.secrets to authenticated");
    try {
      Map<?, ?> check = map(explain("GET /secrets", "", AS_ADA), "findings", 0, "checks", 0);

      assertThat(check.get("error")).isEqualTo("division by zero");
      assertThat(policy(check, "broken").get("error")).isEqualTo("division by zero");
    } finally {
      database.execute(
          "drop policy broken on shop.secrets;"
              + "alter table shop.secrets disable row level security;"
              + "revoke select on shop.secrets from authenticated");
    }
  }

  @Test
  void only_the_service_role_may_ask_and_the_claims_must_be_an_object() {
    Reply refused = module.send("authenticated", "GET /orders", "", "Prefer: explain=policy");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).contains("PGRSTX03");

    for (String claims : List.of("[]", "x", "{", "1", "\"a\"")) {
      Reply bad =
          module.send(
              "service_role",
              "GET /orders",
              "",
              "Prefer: explain=policy",
              "X-Explain-Claims: " + claims);
      assertThat(bad.status()).as(claims).isEqualTo(400);
      assertThat(bad.body()).contains("PGRSTX04");
    }
    Map<?, ?> unknown =
        explain("GET /orders", "", "X-Explain-Claims: {\"role\":\"no such role'; --\"}");
    assertThat(map(unknown, "outcome", "error").get("code")).isEqualTo("22023");
  }
}
