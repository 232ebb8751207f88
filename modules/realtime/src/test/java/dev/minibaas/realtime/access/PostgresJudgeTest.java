package dev.minibaas.realtime.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.realtime.access.Sight.What;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.filter.InvalidFilter;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresJudgeTest {
  private static final String ANN = "00000000-0000-0000-0000-000000000001";
  private static final String BOB = "00000000-0000-0000-0000-000000000002";
  private static final TableName NOTES = new TableName("odd \"one'?", "no\"te's?");
  private static final TableName OPEN = new TableName("public", "open_to_all");
  private static final TableName PARTS = new TableName("public", "parts");

  private final TestDatabase database;
  private final AtomicLong clock = new AtomicLong();
  private final PostgresJudge judge;
  private final PostgresJudge strict;

  PostgresJudgeTest(TestDatabase database) {
    this.database = database;
    var sessions = new CallerSessions(database.pool(Login.AUTHENTICATOR, 2));
    this.judge = new PostgresJudge(sessions, "heard", false, clock::get);
    this.strict = new PostgresJudge(sessions, "heard", true, clock::get);
  }

  @BeforeAll
  void tables() {
    database.execute(
        """
        create schema "odd ""one'?";
        grant usage on schema "odd ""one'?" to authenticated, service_role;
        create type "odd ""one'?"."mo?od" as enum ('so, "so"', 'fine');
        create type public.pair as (a int, b text);
        create table "odd ""one'?"."no""te's?" ("i?d" int primary key, "ow""ner" uuid,
          feeling "odd ""one'?"."mo?od", pair public.pair, tags text[], data jsonb,
          doubled int generated always as ("i?d" * 2) stored, body text);
        alter table "odd ""one'?"."no""te's?" enable row level security;
        create policy own on "odd ""one'?"."no""te's?" for select
          using ("ow""ner" = auth.uid() and data ? 'shown?' and feeling = 'so, "so"'
            and (pair).a = 1 and 'x"y' = any (tags));
        create policy low on "odd ""one'?"."no""te's?" as restrictive using ("i?d" < 50);
        grant select on "odd ""one'?"."no""te's?" to authenticated, service_role;
        insert into "odd ""one'?"."no""te's?" values
          (1, '%1$s', 'so, "so"', '(1,"a \\"b")', '{"x\\"y",z}', '{"shown?": 1}'),
          (2, '%2$s', 'so, "so"', '(1,b)', '{"x\\"y"}', '{"shown?": 1}'),
          (3, '%1$s', 'fine', '(1,b)', '{"x\\"y"}', '{"shown?": 1}'),
          (60, '%1$s', 'so, "so"', '(1,b)', '{"x\\"y"}', '{"shown?": 1}');
        create table public.open_to_all (id int primary key, secret text, said text);
        alter table public.open_to_all disable row level security;
        revoke all on public.open_to_all from anon, authenticated;
        grant select (id, said) on public.open_to_all to authenticated;
        grant select (said) on public.open_to_all to anon;
        insert into public.open_to_all values (1, 's', 'hello');
        create table public.parts (id int, owner uuid, primary key (id));
        alter table public.parts enable row level security;
        create policy own on public.parts using (owner = (select auth.uid()));
        insert into public.parts values (1, '%1$s'), (2, '%2$s');
        create table public.made (id int primary key, twice int generated always as (id * 2) stored);
        alter table public.made enable row level security;
        create policy low on public.made using (twice < 3);
        insert into public.made values (1), (2);
        create publication heard for table public.open_to_all, public.parts;
        """
            .formatted(ANN, BOB));
    judge.catalogChanged();
  }

  private static Identity user(String id) {
    return new Identity("authenticated", "{\"role\":\"authenticated\",\"sub\":\"" + id + "\"}");
  }

  private static Identity role(String name) {
    return new Identity(name, "{}");
  }

  private Sight sight(Judge by, Change change, Identity identity) {
    return by.judge(List.of(new Question(change, List.of(identity)))).getFirst().getFirst();
  }

  private boolean sees(Change change, Identity identity) {
    return !sight(judge, change, identity).isNothing();
  }

  @Test
  void each_sees_own_rows_whatever_the_names_and_types() {
    List<Change> notes = Rows.inserts(database, NOTES);
    assertThat(notes).hasSize(4);
    assertThat(notes).map(note -> sees(note, user(ANN))).containsExactly(true, false, false, false);
    assertThat(notes).map(note -> sees(note, user(BOB))).containsExactly(false, true, false, false);
    assertThat(notes).map(note -> sees(note, role("service_role"))).containsOnly(true);
    assertThat(notes).map(note -> sees(note, role("anon"))).containsOnly(false);
  }

  @Test
  void a_generated_column_that_no_change_has_is_looked_up_in_the_stored_row() {
    List<Change> made = Rows.inserts(database, new TableName("public", "made"));
    assertThat(made.getFirst().columns()).hasSize(1);
    assertThat(made).map(change -> sees(change, user(ANN))).containsExactly(true, false);
  }

  @Test
  void roles_that_cannot_be_taken_see_nothing() {
    Change change = Rows.inserts(database, OPEN).getFirst();
    for (String forged :
        List.of("postgres", "nobody", "none", "anon; reset role", "\"", "authenticator")) {
      assertThat(sees(change, role(forged))).as(forged).isFalse();
    }
  }

  @Test
  void claims_are_data() {
    List<Change> parts = Rows.inserts(database, PARTS);
    for (String sub : List.of("' or true --", ANN + "' or '1'='1", "\\\"", "")) {
      assertThat(parts).map(part -> sees(part, user(sub))).as(sub).containsOnly(false);
    }
    assertThat(parts).map(part -> sees(part, user(BOB))).containsExactly(false, true);
    assertThat(parts)
        .map(part -> sees(part, new Identity("authenticated", "no json")))
        .containsOnly(false);
  }

  @Test
  void only_readable_columns_are_shown_and_a_hidden_key_hides_the_values() {
    Change change = Rows.inserts(database, OPEN).getFirst();
    assertThat(sight(judge, change, user(ANN)).columns()).containsExactlyInAnyOrder("id", "said");
    assertThat(sight(judge, change, role("anon")).what()).isEqualTo(What.UNAUTHORIZED);
    assertThat(sight(judge, change, role("service_role")).columns()).isNull();
  }

  @Test
  void the_row_of_the_change_is_judged_and_not_the_one_of_now() {
    Change insert = Rows.inserts(database, PARTS).getFirst();
    var given =
        Rows.change(
            PARTS,
            ChangeKind.UPDATE,
            insert.columns(),
            Rows.with(insert, "owner", Value.of(BOB)),
            Rows.old(insert, false));
    assertThat(sight(judge, given, user(BOB)))
        .isEqualTo(new Sight(What.ROW, false, null, Set.of("id")));
    assertThat(sees(given, user(ANN))).isFalse();
  }

  @Test
  void a_value_left_out_is_looked_up_in_the_stored_row() {
    Change insert = Rows.inserts(database, PARTS).getFirst();
    var update =
        Rows.change(
            PARTS,
            ChangeKind.UPDATE,
            insert.columns(),
            Rows.with(insert, "owner", Value.UNCHANGED),
            null);
    assertThat(sees(update, user(ANN))).isTrue();
    assertThat(sees(update, user(BOB))).isFalse();
  }

  @Test
  void deletes_are_judged_by_what_is_known_of_the_row() {
    Change insert = Rows.inserts(database, PARTS).getFirst();
    Change whole = Rows.delete(insert, false);
    assertThat(sees(whole, user(ANN))).isTrue();
    assertThat(sees(whole, user(BOB))).isFalse();
    Change key = Rows.delete(insert, true);
    assertThat(sees(key, user(BOB))).isTrue();
    assertThat(sight(strict, key, user(BOB)).isNothing()).isTrue();
    assertThat(sight(strict, key, role("service_role")).isNothing()).isFalse();
    var truncate = Rows.change(PARTS, ChangeKind.TRUNCATE, insert.columns(), null, null);
    assertThat(sees(truncate, user(ANN))).isFalse();
    assertThat(sees(truncate, role("service_role"))).isTrue();
  }

  @Test
  void what_changes_in_the_catalogue_counts_at_once_when_told_and_after_a_second_otherwise() {
    database.execute(
        "create table public.later (id int primary key); create role readers;"
            + " insert into public.later values (1);"
            + " create policy readers on public.later to readers using (true)");
    Change change = Rows.inserts(database, new TableName("public", "later")).getFirst();
    assertThat(sees(change, user(ANN))).isFalse();
    database.execute("grant readers to authenticated with inherit true");
    clock.addAndGet(1_000_000_000L);
    assertThat(sees(change, user(ANN))).isTrue();
    database.execute("drop policy readers on public.later");
    judge.catalogChanged();
    assertThat(sees(change, user(ANN))).isFalse();
    database.execute("revoke readers from authenticated");
  }

  @Test
  void functions_of_another_definition_are_asked() {
    Change change = Rows.inserts(database, PARTS).get(1);
    database.execute(
        "begin; alter function auth.uid() rename to uid_before;"
            + " create function auth.uid() returns uuid language sql as $$ select '"
            + BOB
            + "'::uuid $$;"
            + " grant execute on function auth.uid() to public;"
            + " alter policy own on public.parts using (owner = (select auth.uid())); commit");
    judge.catalogChanged();
    try {
      assertThat(sees(change, user(ANN))).isTrue();
    } finally {
      database.execute(
          "alter policy own on public.parts using (owner = (select auth.uid_before()));"
              + " drop function auth.uid(); alter function auth.uid_before() rename to uid");
      judge.catalogChanged();
    }
    assertThat(sees(change, user(ANN))).isFalse();
  }

  @Test
  void filters_are_asked_together_and_one_that_fails_matches_nothing() {
    Change change = Rows.inserts(database, OPEN).getFirst();
    var good = new FilterQuestion(change, RowFilter.parse("said=gt.a,id=eq.1"));
    var bad = new FilterQuestion(change, RowFilter.parse("id=eq.' or true"));
    var other = new FilterQuestion(change, RowFilter.parse("said=lt.a"));
    assertThat(judge.filter(Set.of(good, bad, other)))
        .isEqualTo(Map.of(good, true, bad, false, other, false));
    Change without =
        Rows.change(
            OPEN,
            ChangeKind.UPDATE,
            change.columns(),
            Rows.with(change, "said", Value.UNCHANGED),
            null);
    var left = new FilterQuestion(without, RowFilter.parse("said=eq.hello"));
    assertThat(judge.filter(Set.of(left))).isEqualTo(Map.of(left, true));
  }

  @Test
  void a_subscription_that_cannot_work_is_told_why() {
    assertThat(problem("open_to_all", "id=gt.5")).isEmpty();
    assertThat(problem("*", "")).isEmpty();
    assertThat(problem("open_to_all", "id=eq.x")).contains("invalid input syntax for type integer");
    assertThat(problem("open_to_all", "secret=eq.x"))
        .contains("permission denied for column secret");
    assertThat(problem("open_to_all", "none=eq.x")).contains("no column none");
    assertThat(problem("users", ""))
        .startsWith("Unable to subscribe to changes with given parameters.")
        .contains("Please check Realtime is enabled");
  }

  private String problem(String table, String filter) throws InvalidFilter {
    var request =
        new ChangesRequest(
            dev.minibaas.realtime.filter.ChangeKind.ANY,
            "public",
            table,
            RowFilter.parse(filter),
            List.of());
    return judge.problem(request, user(ANN)).orElse("");
  }
}
