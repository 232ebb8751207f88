package dev.minibaas.realtime.access;

import dev.minibaas.realtime.access.Sight.What;
import dev.minibaas.realtime.access.TableAccess.ColumnAccess;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.filter.Truth;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A change of a table as one role knows it: made once for all of that role who ask. */
final class Case {
  private final Change change;
  private final Table table;
  private final boolean strictDeletes;
  private final @Nullable ImageQuestion now;
  private final @Nullable ImageQuestion before;

  /** By whether the images are shown: there are four answers at most. */
  private final @Nullable Sight[] sights = new Sight[4];

  /**
   * @param strictDeletes whether a delete that the policies can't judge, since only its key is
   *     known, is kept from everyone whom they apply to
   */
  Case(Change change, Table table, boolean strictDeletes) {
    this.change = change;
    this.table = table;
    this.strictDeletes = strictDeletes;
    boolean judged = table.access().policed() && change.kind() != ChangeKind.TRUNCATE;
    this.now = judged && change.after().isPresent() ? now() : null;
    this.before = judged && change.before().isPresent() ? before() : null;
  }

  private ImageQuestion now() {
    Image image = Image.after(change);
    return new ImageQuestion(table, image, !table.canJudge(image));
  }

  private @Nullable ImageQuestion before() {
    Image image = Image.before(change);
    return table.canJudge(image) ? new ImageQuestion(table, image, false) : null;
  }

  /** Of the new image; null when the policies aren't asked about it. */
  @Nullable ImageQuestion nowQuestion() {
    return now;
  }

  /** Of the old image; null when the policies aren't asked about it. */
  @Nullable ImageQuestion beforeQuestion() {
    return before;
  }

  /** What memory says; unsure where the database has to be asked and can be. */
  Truth truth(@Nullable ImageQuestion question, String claims) {
    if (question == null) {
      return Truth.FALSE;
    }
    Truth truth = table.judge(question.image(), claims);
    boolean findable = !question.stored() || hasKey(question.image());
    return truth == Truth.UNSURE && !findable ? Truth.FALSE : truth;
  }

  private boolean hasKey(Image image) {
    List<ColumnAccess> key = table.access().key();
    return !key.isEmpty() && key.stream().allMatch(column -> image.value(column.name()) != null);
  }

  /**
   * @param nowShown whether the policies show the new image
   * @param beforeShown whether they show the old one
   */
  Sight sight(boolean nowShown, boolean beforeShown) {
    int index = (nowShown ? 1 : 0) + (beforeShown ? 2 : 0);
    Sight sight = sights[index];
    if (sight == null) {
      sight = newSight(nowShown, beforeShown);
      sights[index] = sight;
    }
    return sight;
  }

  private Sight newSight(boolean nowShown, boolean beforeShown) {
    TableAccess access = table.access();
    boolean keyAlone = change.before().map(Row::keyOnly).orElse(false);
    boolean policed = access.policed();
    boolean oldShown = !policed || (before == null ? keyAlone && !strictDeletes : beforeShown);
    boolean visible =
        switch (change.kind()) {
          case INSERT, UPDATE -> !policed || nowShown;
          case DELETE -> oldShown;
          case TRUNCATE -> access.allPowerful();
        };
    if (!visible) {
      return Sight.NOTHING;
    }
    if (!readsKey()) {
      return new Sight(What.UNAUTHORIZED, false, Set.of(), Set.of());
    }
    boolean old = oldShown && change.before().isPresent();
    return new Sight(What.ROW, old, columns(), access.keyNames());
  }

  private boolean readsKey() {
    List<ColumnAccess> primary = table.access().key();
    if (!primary.isEmpty()) {
      return primary.stream().allMatch(ColumnAccess::readable);
    }
    // where every column is the key, none is
    boolean whole = change.columns().stream().allMatch(Column::key);
    return whole
        || change.columns().stream()
            .filter(Column::key)
            .allMatch(column -> table.access().isReadable(column.name()));
  }

  private @Nullable Set<String> columns() {
    Set<String> readable =
        change.columns().stream()
            .map(Column::name)
            .filter(table.access()::isReadable)
            .collect(Collectors.toUnmodifiableSet());
    return readable.size() == change.columns().size() ? null : readable;
  }
}
