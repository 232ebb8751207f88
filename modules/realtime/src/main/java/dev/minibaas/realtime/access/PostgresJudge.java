package dev.minibaas.realtime.access;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.CallerLost;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.filter.Truth;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Judges by PostgreSQL's privileges and policies, over the rows as the changes show them. What is
 * certain is computed here; the rest is asked as the role.
 */
public final class PostgresJudge implements Judge {
  private static final Logger LOG = Log.of(PostgresJudge.class);
  private final boolean strictDeletes;
  private final KnownTables tables;
  private final RowQueries rows;
  private final FilterQueries filters;
  private final Requests requests;

  /**
   * @param sessions over a pool that logs in as a role without rights
   * @param publication whose tables can be subscribed to
   * @param strictDeletes whether a delete that the policies can't judge, since only its key is
   *     known, is kept from everyone whom they apply to
   */
  public PostgresJudge(CallerSessions sessions, String publication, boolean strictDeletes) {
    this(sessions, publication, strictDeletes, System::nanoTime);
  }

  PostgresJudge(
      CallerSessions sessions, String publication, boolean strictDeletes, LongSupplier nanoTime) {
    this.strictDeletes = strictDeletes;
    var catalogue = new Catalogue(sessions);
    this.tables = new KnownTables(catalogue, nanoTime);
    this.rows = new RowQueries(sessions, nanoTime);
    this.filters = new FilterQueries(sessions, catalogue);
    this.requests = new Requests(sessions, catalogue, publication);
  }

  @Override
  public List<List<Sight>> judge(List<Question> questions) {
    Set<TableName> names = new HashSet<>();
    questions.forEach(question -> names.add(question.change().table()));
    Map<String, Map<TableName, Table>> tablesOfRoles = new HashMap<>();
    Map<Identity, List<Open>> open = new LinkedHashMap<>();
    List<List<Sight>> answers = new ArrayList<>(questions.size());
    for (Question question : questions) {
      var cases =
          new Cases(
              question.change(),
              identity ->
                  tablesOfRoles.computeIfAbsent(identity.role(), role -> usable(identity, names)));
      Sight[] sights = new Sight[question.identities().size()];
      for (int i = 0; i < sights.length; i++) {
        Identity identity = question.identities().get(i);
        Open one = Open.of(cases.of(identity), identity, sights, i);
        if (one != null) {
          open.computeIfAbsent(identity, any -> new ArrayList<>()).add(one);
        }
      }
      answers.add(Arrays.asList(sights));
    }
    open.forEach((identity, asked) -> {
      Set<ImageQuestion> shown = rows.shown(identity, Open.unsure(asked));
      asked.forEach(one -> one.decide(shown));
    });
    return answers;
  }

  /** The change as each role knows it; neighbours are mostly of one role. */
  private final class Cases {
    private final Change change;
    private final Function<Identity, Map<TableName, Table>> tables;
    private final Map<String, Optional<Case>> byRole = new HashMap<>(4);
    private String role = "";
    private Optional<Case> last = Optional.empty();

    Cases(Change change, Function<Identity, Map<TableName, Table>> tables) {
      this.change = change;
      this.tables = tables;
    }

    /** Empty when the role may not use the table. */
    Optional<Case> of(Identity identity) {
      if (!identity.role().equals(role)) {
        role = identity.role();
        last = byRole.computeIfAbsent(role, any -> find(identity));
      }
      return last;
    }

    private Optional<Case> find(Identity identity) {
      return Optional.ofNullable(tables.apply(identity).get(change.table()))
          .map(table -> new Case(change, table, strictDeletes));
    }
  }

  /**
   * What memory doesn't answer for sure.
   *
   * @param sights where the answer goes, at the index
   */
  private record Open(Case of, Truth now, Truth before, Sight[] sights, int index) {

    /** Null when the answer is there already. */
    static @Nullable Open of(Optional<Case> found, Identity identity, Sight[] sights, int index) {
      if (found.isEmpty()) {
        sights[index] = Sight.NOTHING;
        return null;
      }
      Case of = found.get();
      Truth now = of.truth(of.nowQuestion(), identity.claims());
      Truth before = of.truth(of.beforeQuestion(), identity.claims());
      if (now == Truth.UNSURE || before == Truth.UNSURE) {
        return new Open(of, now, before, sights, index);
      }
      sights[index] = of.sight(now == Truth.TRUE, before == Truth.TRUE);
      return null;
    }

    /** What the database has to be asked, each once. */
    static Set<ImageQuestion> unsure(List<Open> all) {
      Set<ImageQuestion> unsure = new LinkedHashSet<>();
      for (Open one : all) {
        addUnsure(one.now, one.of.nowQuestion(), unsure);
        addUnsure(one.before, one.of.beforeQuestion(), unsure);
      }
      return unsure;
    }

    private static void addUnsure(
        Truth truth, @Nullable ImageQuestion question, Set<ImageQuestion> unsure) {
      if (truth == Truth.UNSURE && question != null) {
        unsure.add(question);
      }
    }

    /**
     * @param shown what the database has said yes to
     */
    void decide(Set<ImageQuestion> shown) {
      sights[index] =
          of.sight(
              isShown(now, of.nowQuestion(), shown), isShown(before, of.beforeQuestion(), shown));
    }

    private static boolean isShown(
        Truth truth, @Nullable ImageQuestion question, Set<ImageQuestion> shown) {
      return truth == Truth.TRUE || (question != null && shown.contains(question));
    }
  }

  @Override
  public Map<FilterQuestion, Boolean> filter(Set<FilterQuestion> questions) {
    return filters.answer(questions);
  }

  @Override
  public void catalogChanged() {
    tables.forget();
  }

  @Override
  public Optional<String> problem(ChangesRequest request, Identity identity) {
    return requests.problem(request, identity);
  }

  /** Of those tables the ones that the role may use. */
  private Map<TableName, Table> usable(Identity identity, Set<TableName> names) {
    Map<TableName, Table> usable = new HashMap<>(known(identity, names));
    usable
        .values()
        .removeIf(table -> !table.access().usable() || !table.access().hasReadableColumn());
    return usable;
  }

  private Map<TableName, Table> known(Identity identity, Set<TableName> names) {
    if (identity.role().isEmpty()) {
      return Map.of();
    }
    try {
      return tables.of(identity, names);
    } catch (SqlFailure e) {
      RowQueries.refuseUnasked(e);
      LOG.log(
          Level.FINE, "Nothing is shown to {0}: {1}", new Object[] {identity, e.serverMessage()});
      return Map.of();
    } catch (CallerLost e) {
      // the login role itself, or none
      LOG.log(Level.WARNING, "Nothing is shown to " + identity, e);
      return Map.of();
    }
  }
}
