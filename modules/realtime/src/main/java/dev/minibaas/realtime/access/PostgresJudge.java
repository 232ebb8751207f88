package dev.minibaas.realtime.access;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.CallerLost;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.access.Sight.What;
import dev.minibaas.realtime.access.TableAccess.ColumnAccess;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.filter.Truth;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
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
    Map<Identity, List<Question>> byIdentity =
        questions.stream()
            .collect(
                Collectors.groupingBy(Question::identity, LinkedHashMap::new, Collectors.toList()));
    Map<Question, Sight> sights = new HashMap<>();
    byIdentity.forEach((identity, asked) -> sights.putAll(judge(identity, asked)));
    return sights;
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

  /** A change and what its answer waits for; null where it waits for nothing. */
  private record Case(
      Question question,
      Table table,
      @Nullable ImageQuestion now,
      @Nullable ImageQuestion before) {}

  private Map<Question, Sight> judge(Identity identity, List<Question> questions) {
    Map<Question, Sight> sights = new HashMap<>();
    Map<?, Table> known = known(identity, questions);
    List<Case> cases = new ArrayList<>();
    Set<ImageQuestion> unsure = new HashSet<>();
    Set<ImageQuestion> shown = new HashSet<>();
    for (Question question : questions) {
      Table table = known.get(question.change().table());
      if (table == null || !table.access().usable() || !table.access().hasReadableColumn()) {
        sights.put(question, Sight.NOTHING);
      } else {
        Case of = caseOf(question, table);
        cases.add(of);
        decide(of.now(), identity, shown, unsure);
        decide(of.before(), identity, shown, unsure);
      }
    }
    shown.addAll(rows.shown(identity, unsure));
    for (Case of : cases) {
      sights.put(of.question(), sight(of, shown));
    }
    return sights;
  }

  private Map<?, Table> known(Identity identity, List<Question> questions) {
    if (identity.role().isEmpty()) {
      return Map.of();
    }
    try {
      return tables.of(
          identity,
          questions.stream()
              .map(question -> question.change().table())
              .collect(Collectors.toSet()));
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

  private static Case caseOf(Question question, Table table) {
    Change change = question.change();
    if (!table.access().policed() || change.kind() == ChangeKind.TRUNCATE) {
      return new Case(question, table, null, null);
    }
    ImageQuestion now = null;
    if (change.after().isPresent()) {
      Image image = Image.after(change);
      now = new ImageQuestion(table, image, !table.canJudge(image));
    }
    ImageQuestion before = null;
    if (change.before().isPresent() && table.canJudge(Image.before(change))) {
      before = new ImageQuestion(table, Image.before(change), false);
    }
    return new Case(question, table, now, before);
  }

  private static void decide(
      @Nullable ImageQuestion question,
      Identity identity,
      Set<ImageQuestion> shown,
      Set<ImageQuestion> unsure) {
    if (question == null) {
      return;
    }
    Table table = question.table();
    Truth truth = table.judge(question.image(), identity.claims());
    boolean findable = !question.stored() || hasKey(question);
    if (truth == Truth.TRUE) {
      shown.add(question);
    } else if (truth == Truth.UNSURE && findable) {
      unsure.add(question);
    }
  }

  private static boolean hasKey(ImageQuestion question) {
    List<ColumnAccess> key = question.table().access().key();
    return !key.isEmpty()
        && key.stream().allMatch(column -> question.image().value(column.name()) != null);
  }

  private Sight sight(Case of, Set<ImageQuestion> shown) {
    TableAccess access = of.table().access();
    Change change = of.question().change();
    boolean keyAlone = change.before().map(Row::keyOnly).orElse(false);
    boolean policed = access.policed();
    boolean oldShown =
        !policed
            || (of.before() == null ? keyAlone && !strictDeletes : shown.contains(of.before()));
    boolean visible =
        switch (change.kind()) {
          case INSERT, UPDATE -> !policed || shown.contains(of.now());
          case DELETE -> oldShown;
          case TRUNCATE -> access.allPowerful();
        };
    if (!visible) {
      return Sight.NOTHING;
    }
    if (!readsKey(access, change)) {
      return new Sight(What.UNAUTHORIZED, false, Set.of(), Set.of());
    }
    boolean old = oldShown && change.before().isPresent();
    return new Sight(What.ROW, old, columns(access, change), access.keyNames());
  }

  private static boolean readsKey(TableAccess access, Change change) {
    List<ColumnAccess> primary = access.key();
    if (!primary.isEmpty()) {
      return primary.stream().allMatch(ColumnAccess::readable);
    }
    // where every column is the key, none is
    boolean whole = change.columns().stream().allMatch(Column::key);
    return whole
        || change.columns().stream()
            .filter(Column::key)
            .allMatch(column -> access.isReadable(column.name()));
  }

  private static @Nullable Set<String> columns(TableAccess access, Change change) {
    Set<String> readable =
        change.columns().stream()
            .map(Column::name)
            .filter(access::isReadable)
            .collect(Collectors.toUnmodifiableSet());
    return readable.size() == change.columns().size() ? null : readable;
  }
}
