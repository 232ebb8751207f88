package dev.minibaas.realtime.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.Session;
import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.filter.Truth;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A row is shown exactly when a select of the role gives it, for random policies and callers. */
@ExtendWith(PostgresExtension.class)
class PolicyDifferentialTest {
  private static final long SEED = Long.getLong("access.seed", 20_261_125L);
  private static final int CASES = Integer.getInteger("access.cases", 10_500);
  private static final int ROWS = 10;
  private static final TableName DOCS = new TableName("access", "docs");
  private static final String ONE = "00000000-0000-0000-0000-000000000001";
  private static final String TWO = "a0000000-0000-0000-0000-00000000000f";

  private static final List<String> CLAIMS =
      List.of(
          "{\"role\":\"authenticated\",\"sub\":\""
              + ONE
              + "\",\"org\":\"a\",\"number\":1,"
              + "\"email\":\"a\",\"app_metadata\":{\"team\":\"a\",\"deep\":{\"er\":\"b'c\"}}}",
          "{\"role\":\"authenticated\",\"sub\":\""
              + TWO
              + "\",\"org\":\"b'c\",\"number\":1.50,"
              + "\"app_metadata\":{\"team\":null,\"deep\":\"x\"}}",
          "{\"role\":\"authenticated\",\"sub\":\""
              + TWO.toUpperCase(Locale.ROOT)
              + "\",\"org\":true,\"app_metadata\":[1]}",
          "{\"role\":\"authenticated\",\"sub\":\"no uuid\",\"org\":null}",
          "{\"role\":\"authenticated\",\"sub\":\"\",\"org\":\"é\",\"number\":-0}",
          "{\"role\":\"a\",\"sub\":null,\"org\":{\"a\":1},\"app_metadata\":{\"team\":2}}",
          "{}");

  private final TestDatabase database;
  private final Random random = new Random(SEED);
  private final CallerSessions sessions;
  private final RowQueries rows;
  private final PostgresJudge judge;
  private final Map<Truth, Integer> seen = new EnumMap<>(Truth.class);
  private final List<String> disagreements = new ArrayList<>();
  private int cases;
  private int shown;
  private int errors;

  PolicyDifferentialTest(TestDatabase database) {
    this.database = database;
    this.sessions = new CallerSessions(database.pool(Login.AUTHENTICATOR, 2));
    this.rows = new RowQueries(sessions, System::nanoTime);
    this.judge = new PostgresJudge(sessions, "none", false);
  }

  @Test
  void memory_and_judged_images_say_what_a_select_says() {
    System.out.println("access.seed=" + SEED);
    database.execute(SCHEMA);
    while (cases < CASES) {
      String policies = policies();
      List<Change> changes = Rows.inserts(database, DOCS);
      judge.catalogChanged();
      for (String claims : CLAIMS) {
        compare(policies, new Identity("authenticated", claims), changes);
      }
    }
    System.out.printf(
        "%d cases, %d shown, memory %s; %d selects failed%n", cases, shown, seen, errors);
    assertThat(disagreements).isEmpty();
    // so that silence is no agreement
    assertThat(shown).isBetween(cases / 10, cases * 9 / 10);
    assertThat(seen.get(Truth.TRUE)).isGreaterThan(cases / 10);
    assertThat(seen.get(Truth.FALSE)).isGreaterThan(cases / 10);
    assertThat(seen.get(Truth.UNSURE)).isGreaterThan(cases / 100);
  }

  private void compare(String policies, Identity identity, List<Change> changes) {
    Map<TableName, TableAccess> known = new Catalogue(sessions).read(identity, Set.of(DOCS));
    var table = new Table(Objects.requireNonNull(known.get(DOCS)));
    Map<Change, ImageQuestion> images = new LinkedHashMap<>();
    for (Change change : changes) {
      images.put(change, new ImageQuestion(table, Image.after(change), false));
    }
    Set<String> refused = new HashSet<>();
    Set<String> real = selected(identity, changes, refused);
    Set<ImageQuestion> asked = rows.shown(identity, new HashSet<>(images.values()));
    Iterator<List<Sight>> sights =
        judge
            .judge(
                images.keySet().stream()
                    .map(change -> new Question(change, List.of(identity)))
                    .toList())
            .iterator();
    images.forEach((change, image) -> {
      boolean judged = !sights.next().getFirst().isNothing();
      if (refused.contains(id(change))) {
        // an error, often of the planner's, is no answer to compare with
        errors++;
        return;
      }
      boolean expected = real.contains(id(change));
      Truth memory = table.judge(image.image(), identity.claims());
      boolean agree = memory == Truth.UNSURE || (memory == Truth.TRUE) == expected;
      if (!agree || asked.contains(image) != expected || judged != expected) {
        disagreements.add(
            "%s %s %s: select %s, memory %s, images %s, judge %s"
                .formatted(
                    policies,
                    identity.claims(),
                    image.image().row(),
                    expected,
                    memory,
                    asked.contains(image),
                    judged));
      }
      seen.merge(memory, 1, Integer::sum);
      shown += expected ? 1 : 0;
      cases++;
    });
  }

  /** New policies and new rows. */
  private String policies() {
    var conditions = new RandomPolicies(random);
    List<String> created = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      created.add(
          "create policy p%d on access.docs as %s for %s to %s using (%s)"
              .formatted(
                  i,
                  i > 0 && random.nextInt(3) == 0 ? "restrictive" : "permissive",
                  pick("select", "all"),
                  pick("public", "authenticated"),
                  conditions.condition(random.nextInt(3))));
    }
    String text = String.join("; ", created);
    database.execute(
        "drop policy if exists p0 on access.docs; drop policy if exists p1 on access.docs;"
            + " drop policy if exists p2 on access.docs; truncate access.docs; "
            + text);
    StringBuilder rows = new StringBuilder("insert into access.docs values ");
    for (int i = 0; i < ROWS; i++) {
      rows.append(i == 0 ? "" : ", ").append('(').append(i);
      rows.append(", ").append(pick("null", "'" + ONE + "'", "'" + TWO + "'"));
      rows.append(", ").append(pick("null", "'a'", "'b''c'", "'é'", "''", "'authenticated'"));
      rows.append(", ").append(pick("null", "'a'", "'x'", "''", "'1'"));
      rows.append(", ").append(pick("null", "0", "1", "2", "-7"));
      rows.append(", ").append(pick("null", "0", "7", "5000000000", "-9000000000"));
      rows.append(", ").append(pick("null", "true", "false"));
      rows.append(", ").append(pick("null", "0", "1.50", "-2.25", "'NaN'"));
      rows.append(", ").append(pick("null", "'2024-01-01 10:00:00+00'", "'infinity'", "now()"));
      rows.append(", ").append(pick("null", "'{\"a\":\"a\"}'", "'[1]'"));
      rows.append(", ").append(pick("'happy'", "'so, so'", "null"));
      rows.append(", ").append(pick("'ab'", "'c'"));
      rows.append(", ").append(pick("null", "'{}'", "'{a,NULL,\"b c\"}'")).append(')');
    }
    database.execute(rows.toString());
    return text;
  }

  /** Row by row where the select of all fails: an error is one row's. */
  private Set<String> selected(Identity identity, List<Change> changes, Set<String> refused) {
    try {
      return select(identity, "true");
    } catch (SqlFailure e) {
      Set<String> selected = new HashSet<>();
      for (Change change : changes) {
        try {
          selected.addAll(select(identity, "id = " + id(change)));
        } catch (SqlFailure ofRow) {
          assertThat(ofRow.kind()).isEqualTo(SqlFailure.Kind.STATEMENT);
          refused.add(id(change));
        }
      }
      return selected;
    }
  }

  private Set<String> select(Identity identity, String where) {
    var session = new Session(identity.role(), identity.claims(), List.of(), true, null);
    var sql = new Sql().append("select coalesce(string_agg(id::text, ','), ''), current_user");
    sql.append(" from access.docs where " + where);
    return Set.of(sessions.read(session, sql.build(), row -> row.getString(1)).split(","));
  }

  private static String id(Change change) {
    return ((dev.minibaas.realtime.change.Value.Text)
            change.after().orElseThrow().values().getFirst())
        .text();
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private static final String SCHEMA =
      """
      create schema access;
      grant usage on schema access to authenticated;
      create type access.mood as enum ('happy', 'so, so');
      create domain access.code as varchar(2) not null check (value <> 'zz');
      create table access.docs (id int primary key, owner uuid, name text, tag varchar(20), n int,
        big bigint, ok boolean, price numeric, at timestamptz, data jsonb, feeling access.mood,
        short access.code, list text[]);
      create table access.teams (member uuid, n int);
      insert into access.teams values
        ('%s', 1), ('%s', 2), ('%s', -7);
      create function access.is_friend(other uuid) returns boolean language sql stable
        security definer as 'select exists (select from access.teams where member = other)';
      create function access.whole(d access.docs) returns boolean language sql stable
        as 'select d.n = 1 or d.tag is null';
      grant execute on all functions in schema access to authenticated;
      grant select on all tables in schema access to authenticated;
      alter table access.docs enable row level security;
      alter table access.teams enable row level security;
      create policy mine on access.teams using (n > 0);
      """
          .formatted(ONE, ONE, TWO);
}
