package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.json.JsonText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rows as JSON, with the values that PostgreSQL's {@code to_jsonb} gives. */
final class ChangeJson {
  /** Of all values together, in characters; beyond, long values are left out. */
  static final int MAX_VALUES = 1 << 20;

  private static final int SHORT = 64;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private ChangeJson() {}

  /** To the millisecond, as clients of postgres_changes read it. */
  static String timestamp(Change change) {
    return TIMESTAMP.format(change.committed());
  }

  static boolean isTooLarge(Change change) {
    return length(change.newRow()) + length(change.oldRow()) > MAX_VALUES;
  }

  private static long length(@Nullable Row row) {
    long length = 0;
    if (row != null) {
      for (Value value : row.values()) {
        length += value instanceof Value.Text text ? text.text().length() : 0;
      }
    }
    return length;
  }

  /** {@code [{"name":"id","type":"int4"}, …]}. */
  static void columns(StringBuilder out, List<Column> columns, Predicate<Column> shown) {
    out.append('[');
    boolean first = true;
    for (Column column : columns) {
      if (shown.test(column)) {
        out.append(first ? "{\"name\":" : ",{\"name\":");
        JsonText.quote(out, column.name());
        out.append(",\"type\":");
        JsonText.quote(out, column.type());
        out.append('}');
        first = false;
      }
    }
    out.append(']');
  }

  /**
   * One object; without values that the change leaves out.
   *
   * @param shortOnly whether long values are left out, too
   */
  static void row(
      StringBuilder out, Change change, Row row, Predicate<Column> shown, boolean shortOnly) {
    out.append('{');
    boolean first = true;
    for (int i = 0; i < change.columns().size(); i++) {
      Column column = change.columns().get(i);
      Value value = row.values().get(i);
      boolean known = !row.keyOnly() || column.key();
      if (known && shown.test(column) && !isLeftOut(value, shortOnly)) {
        if (!first) {
          out.append(',');
        }
        JsonText.quote(out, column.name());
        out.append(':');
        value(out, column.type(), value);
        first = false;
      }
    }
    out.append('}');
  }

  private static boolean isLeftOut(Value value, boolean shortOnly) {
    return value instanceof Value.Unchanged
        || (shortOnly && value instanceof Value.Text text && text.text().length() > SHORT);
  }

  private static void value(StringBuilder out, String type, Value value) {
    if (value instanceof Value.Text text) {
      ColumnJson.write(out, type, text.text());
    } else {
      out.append("null");
    }
  }
}
