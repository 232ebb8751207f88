package dev.minibaas.realtime.filter;

import dev.minibaas.realtime.filter.Anchor.Relation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions to changes of rows, found by table and filter. Equality and the comparisons of less
 * and greater lead to a filter; one that has neither is judged for every row of its table. Not safe
 * for threads; who holds it guards it.
 */
public final class RowIndex<S> {
  private static final String ALL = "*";

  private final Map<Place, FilterTable<RowFilter, S>> tables = new HashMap<>();

  private int filters;

  /** How many different filters there are, those of each table and kind by themselves. */
  public int filters() {
    return filters;
  }

  private record Place(ChangeKind kind, String schema, String table) {}

  /**
   * @param schema and {@code table}: {@code *} for all
   * @return whether it is new
   * @throws InvalidFilter when the table's filters would use too many columns
   */
  public boolean add(ChangeKind kind, String schema, String table, RowFilter filter, S subscriber) {
    FilterTable<RowFilter, S> there =
        tables.computeIfAbsent(
            new Place(kind, schema, table), place -> new FilterTable<>(RowIndex::anchor));
    int before = there.size();
    boolean isNew = there.add(filter, subscriber);
    filters += there.size() - before;
    return isNew;
  }

  /** Whether it was there. */
  public boolean remove(
      ChangeKind kind, String schema, String table, RowFilter filter, S subscriber) {
    Place place = new Place(kind, schema, table);
    FilterTable<RowFilter, S> there = tables.get(place);
    int before = there == null ? 0 : there.size();
    if (there == null || !there.remove(filter, subscriber)) {
      return false;
    }
    filters += there.size() - before;
    if (there.isEmpty()) {
      tables.remove(place);
    }
    return true;
  }

  /**
   * Everyone who may want this change.
   *
   * @param kind of the change, not {@link ChangeKind#ANY}
   * @return how many filters were judged
   */
  public int match(
      ChangeKind kind, String schema, String table, Row row, Matches<RowFilter, S> matches) {
    int judged = 0;
    for (ChangeKind wanted : List.of(kind, ChangeKind.ANY)) {
      judged += match(new Place(wanted, schema, table), row, matches);
      judged += match(new Place(wanted, schema, ALL), row, matches);
      judged += match(new Place(wanted, ALL, table), row, matches);
      judged += match(new Place(wanted, ALL, ALL), row, matches);
    }
    return judged;
  }

  private int match(Place place, Row row, Matches<RowFilter, S> matches) {
    FilterTable<RowFilter, S> there = tables.get(place);
    return there == null
        ? 0
        : there.match(name -> reading(row.cell(name)), f -> f.judge(row), matches);
  }

  /** Nothing equals NULL or a column that isn't there. */
  private static Optional<Reading> reading(@Nullable Cell cell) {
    return switch (cell) {
      case null -> Optional.empty();
      case Cell.Null ignored -> Optional.empty();
      case Cell.Unchanged unchanged -> Optional.of(unknown(unchanged.type()));
      case Cell.Value value -> {
        ColumnType type = ColumnType.named(value.type());
        yield Optional.of(
            type == null
                ? unknown(value.type())
                : new Reading(
                    value.type(),
                    type.read(value.text()),
                    (relation, operand) -> operand(type, relation, operand)));
      }
    };
  }

  private static Reading unknown(String type) {
    return new Reading(type, null, (relation, operand) -> null);
  }

  private static @Nullable Comparable<?> operand(
      ColumnType type, Relation relation, Object operand) {
    return relation == Relation.EQUAL || type.ordered() ? type.read((String) operand) : null;
  }

  private static Optional<Anchor> anchor(RowFilter filter) {
    Optional<Anchor> equality = anchor(filter, Relation.EQUAL);
    Optional<Anchor> lower = equality.isPresent() ? equality : anchor(filter, Relation.ABOVE);
    return lower.isPresent() ? lower : anchor(filter, Relation.BELOW);
  }

  private static Optional<Anchor> anchor(RowFilter filter, Relation relation) {
    return filter.conditions().stream()
        .filter(condition -> !condition.negated() && relation(condition) == relation)
        .findFirst()
        .map(
            condition -> new Anchor(condition.column(), relation, List.copyOf(condition.values())));
  }

  private static @Nullable Relation relation(Condition condition) {
    return switch (condition.operator()) {
      case EQ, IN -> Relation.EQUAL;
      case GT, GTE -> Relation.ABOVE;
      case LT, LTE -> Relation.BELOW;
      case NEQ, LIKE, ILIKE, IS, MATCH, IMATCH, ISDISTINCT -> null;
    };
  }
}
