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
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  public Map<Question, Sight> judge(Set<Question> questions) {
    Map<String, Map<TableName, Table>> known = known(questions);
    Map<Table, Map<Change, Case>> cases = new IdentityHashMap<>();
    Map<Question, Sight> sights = new HashMap<>();
    Map<Identity, List<Open>> open = new LinkedHashMap<>();
    for (Question question : questions) {
      Table table =
          known.getOrDefault(question.identity().role(), Map.of()).get(question.change().table());
      if (table == null) {
        sights.put(question, Sight.NOTHING);
        continue;
      }
      Case of =
          cases
              .computeIfAbsent(table, any -> new IdentityHashMap<>())
              .computeIfAbsent(question.change(), change -> new Case(change, table, strictDeletes));
      Open one = Open.of(question, of);
      if (one.isDecided()) {
        sights.put(question, one.sight(Set.of()));
      } else {
        open.computeIfAbsent(question.identity(), any -> new ArrayList<>()).add(one);
      }
    }
    open.forEach((identity, asked) -> {
      Set<ImageQuestion> shown = rows.shown(identity, Open.unsure(asked));
      asked.forEach(one -> sights.put(one.question(), one.sight(shown)));
    });
    return sights;
  }

  /** A question and what memory says to it. */
  private record Open(Question question, Case of, Truth now, Truth before) {
    static Open of(Question question, Case of) {
      String claims = question.identity().claims();
      return new Open(
          question, of, of.truth(of.nowQuestion(), claims), of.truth(of.beforeQuestion(), claims));
    }

    boolean isDecided() {
      return now != Truth.UNSURE && before != Truth.UNSURE;
    }

    /** What the database has to be asked, each once. */
    static Set<ImageQuestion> unsure(List<Open> all) {
      Set<ImageQuestion> unsure = new LinkedHashSet<>();
      for (Open one : all) {
        one.addUnsure(one.now, one.of.nowQuestion(), unsure);
        one.addUnsure(one.before, one.of.beforeQuestion(), unsure);
      }
      return unsure;
    }

    private void addUnsure(
        Truth truth, @Nullable ImageQuestion question, Set<ImageQuestion> unsure) {
      if (truth == Truth.UNSURE && question != null) {
        unsure.add(question);
      }
    }

    /**
     * @param shown what the database has said yes to
     */
    Sight sight(Set<ImageQuestion> shown) {
      return of.sight(
          isShown(now, of.nowQuestion(), shown), isShown(before, of.beforeQuestion(), shown));
    }

    private static boolean isShown(
        Truth truth, @Nullable ImageQuestion question, Set<ImageQuestion> shown) {
      return truth == Truth.TRUE || (question != null && shown.contains(question));
    }
  }

  /**
   * Of one role.
   *
   * @param as one of its identities, to ask the catalogue as
   */
  private record Asked(Identity as, Set<TableName> tables) {}

  /** By role, the tables that it may use. */
  private Map<String, Map<TableName, Table>> known(Set<Question> questions) {
    Map<String, Asked> roles = new HashMap<>();
    for (Question question : questions) {
      Identity identity = question.identity();
      roles
          .computeIfAbsent(identity.role(), role -> new Asked(identity, new HashSet<>()))
          .tables()
          .add(question.change().table());
    }
    Map<String, Map<TableName, Table>> known = new HashMap<>();
    roles.forEach((role, asked) -> {
      Map<TableName, Table> usable = new HashMap<>(known(asked.as(), asked.tables()));
      usable
          .values()
          .removeIf(table -> !table.access().usable() || !table.access().hasReadableColumn());
      known.put(role, usable);
    });
    return known;
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
