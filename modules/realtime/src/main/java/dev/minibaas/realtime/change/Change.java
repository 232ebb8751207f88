package dev.minibaas.realtime.change;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One committed change of one row; of all rows when it is a {@link ChangeKind#TRUNCATE}.
 *
 * @param columns as they were at the time of the change
 * @param newRow of an insert or update
 * @param oldRow of a delete; of an update when the key changed or the table has {@code replica
 *     identity full}
 * @param committed the time of the commit by the database's clock, to the microsecond
 */
public record Change(
    Position position,
    TableName table,
    ChangeKind kind,
    List<Column> columns,
    @Nullable Row newRow,
    @Nullable Row oldRow,
    Instant committed) {
  /** The change, its position and its time. */
  private static final int OBJECTS = 136;

  /** A row and its list. */
  private static final int ROW = 72;

  public Change {
    columns = List.copyOf(columns);
    checkImages(kind, newRow, oldRow);
    checkLength(columns, newRow);
    checkLength(columns, oldRow);
  }

  /** The row as it is after the change. */
  public Optional<Row> after() {
    return Optional.ofNullable(newRow);
  }

  /** The row as it was before, as far as the table's replica identity tells. */
  public Optional<Row> before() {
    return Optional.ofNullable(oldRow);
  }

  /** Roughly what it occupies, in bytes; its table and columns are shared with other changes. */
  public int size() {
    return OBJECTS + size(newRow) + size(oldRow);
  }

  private static int size(@Nullable Row row) {
    if (row == null) {
      return 0;
    }
    int size = ROW;
    for (Value value : row.values()) {
      size += value instanceof Value.Text text ? 60 + 2 * text.text().length() : 4;
    }
    return size;
  }

  private static void checkImages(ChangeKind kind, @Nullable Row newRow, @Nullable Row oldRow) {
    boolean wellFormed =
        switch (kind) {
          case INSERT -> newRow != null && oldRow == null;
          case UPDATE -> newRow != null;
          case DELETE -> newRow == null && oldRow != null;
          case TRUNCATE -> newRow == null && oldRow == null;
        };
    if (!wellFormed) {
      throw new IllegalArgumentException(kind + " with the wrong images of its row");
    }
  }

  private static void checkLength(List<Column> columns, @Nullable Row row) {
    if (row != null && row.values().size() != columns.size()) {
      throw new IllegalArgumentException(
          row.values().size() + " values for " + columns.size() + " columns");
    }
  }
}
