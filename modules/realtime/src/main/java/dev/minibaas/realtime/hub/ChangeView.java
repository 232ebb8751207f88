package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.Sight;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a {@link Sight} leaves of a change, as texts that are made once. Safe for threads. */
final class ChangeView implements RowView {
  private static final String UNAUTHORIZED = "Error 401: Unauthorized";
  private static final String TOO_LARGE = "Error 413: Payload Too Large";

  private final Position position;
  private final Change change;
  private final Sight sight;
  private final Set<String> key;
  private final Map<List<String>, String> data = new ConcurrentHashMap<>(2);
  private volatile @Nullable String payload;

  ChangeView(Position position, Change change, Sight sight) {
    this.position = position;
    this.change = change;
    this.sight = sight;
    this.key = sight.key();
  }

  @Override
  public Position position() {
    return position;
  }

  @Override
  public Change change() {
    return change;
  }

  @Override
  public Sight sight() {
    return sight;
  }

  @Override
  public String data(List<String> select) {
    return data.computeIfAbsent(select, this::render);
  }

  private String render(List<String> select) {
    boolean authorized = sight.what() == Sight.What.ROW;
    boolean large = ChangeJson.isTooLarge(change);
    Predicate<Column> shown =
        column ->
            authorized
                && sight.shows(column.name())
                && (select.isEmpty()
                    || key.contains(column.name())
                    || select.contains(column.name()));
    StringBuilder out = new StringBuilder(256);
    out.append("{\"schema\":");
    JsonText.quote(out, change.table().schema());
    out.append(",\"table\":");
    JsonText.quote(out, change.table().name());
    out.append(",\"type\":\"").append(change.kind());
    out.append("\",\"commit_timestamp\":\"").append(ChangeJson.timestamp(change));
    out.append("\",\"columns\":");
    ChangeJson.columns(out, change.columns(), shown);
    Row newRow = change.newRow();
    if (newRow != null) {
      out.append(",\"record\":");
      ChangeJson.row(out, change, newRow, shown, large);
    }
    Row oldRow = oldRow();
    if (oldRow != null) {
      out.append(",\"old_record\":");
      ChangeJson.row(out, change, oldRow, shown, large);
    }
    String error = authorized ? large ? TOO_LARGE : null : UNAUTHORIZED;
    out.append(",\"errors\":");
    out.append(error == null ? "null" : "[\"" + error + "\"]");
    return out.append('}').toString();
  }

  /** The payload of the own protocol's events. */
  String payload() {
    String made = payload;
    if (made == null) {
      made = renderPayload();
      payload = made;
    }
    return made;
  }

  private String renderPayload() {
    boolean large = ChangeJson.isTooLarge(change);
    Predicate<Column> shown = column -> sight.shows(column.name());
    StringBuilder out = new StringBuilder(256);
    out.append("{\"table\":");
    JsonText.quote(out, change.table().name());
    out.append(",\"schema\":");
    JsonText.quote(out, change.table().schema());
    out.append(",\"operation\":\"").append(change.kind()).append("\",\"data\":");
    row(out, change.newRow(), shown, large);
    out.append(",\"old_data\":");
    row(out, oldRow(), shown, large);
    if (large) {
      out.append(",\"errors\":[\"").append(TOO_LARGE).append("\"]");
    }
    return out.append('}').toString();
  }

  private void row(
      StringBuilder out, @Nullable Row row, Predicate<Column> shown, boolean shortOnly) {
    if (row == null) {
      out.append("null");
    } else {
      ChangeJson.row(out, change, row, shown, shortOnly);
    }
  }

  /** As far as it may be seen; of an update at least the key, which the new row has as well. */
  private @Nullable Row oldRow() {
    Row old = change.oldRow();
    Row newRow = change.newRow();
    if (old == null) {
      return change.kind() == ChangeKind.UPDATE && newRow != null ? keyOf(newRow) : null;
    }
    return sight.old() || old.keyOnly() ? old : keyOf(old);
  }

  private Row keyOf(Row row) {
    List<Value> values = new ArrayList<>(row.values().size());
    for (int i = 0; i < row.values().size(); i++) {
      boolean shown = key.contains(change.columns().get(i).name());
      values.add(shown ? row.values().get(i) : Value.UNCHANGED);
    }
    return new Row(values, false);
  }
}
