package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.access.Sight;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.hub.RowView;
import java.time.Instant;
import java.util.List;

/** A change whose text is given; the columns wanted stand in front of it. */
record TextView(Position position, String text) implements RowView {
  @Override
  public Change change() {
    return new Change(
        position,
        new TableName("public", "notes"),
        ChangeKind.INSERT,
        List.of(new Column("id", "int4", true)),
        new Row(List.of(Value.of("1")), false),
        null,
        Instant.EPOCH);
  }

  @Override
  public Sight sight() {
    return Sight.ALL;
  }

  @Override
  public String data(List<String> select) {
    return "{\"select\":\"" + String.join(",", select) + "\",\"text\":\"" + text + "\"}";
  }
}
