package dev.minibaas.realtime.cluster;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.hub.Event;
import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.topic.InvalidTopic;
import dev.minibaas.realtime.topic.Topic;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Events as bytes. The position of a change isn't among them, it stands in the header of its entry.
 * Tables and lists of columns that are equal are one object after reading, since most changes have
 * the same.
 */
final class EventCodec {
  private static final byte VERSION = 1;

  private static final byte CHANGE = 1;
  private static final byte PUBLICATION = 2;
  private static final byte CATALOG = 3;

  private static final byte NULL = 0;
  private static final byte UNCHANGED = 1;
  private static final byte TEXT = 2;

  private static final byte ABSENT = 0;
  private static final byte PRESENT = 1;
  private static final byte KEY_ONLY = 2;

  private static final int MAX_REMEMBERED = 10_000;

  private final ConcurrentMap<List<Column>, List<Column>> columns = new ConcurrentHashMap<>();
  private final ConcurrentMap<TableName, TableName> tables = new ConcurrentHashMap<>();

  byte[] write(Event event) {
    var out = new Output().put(VERSION);
    switch (event) {
      case Event.RowChanged(Change change) -> change(out.put(CHANGE), change);
      case Event.Published published -> published(out.put(PUBLICATION), published);
      case Event.CatalogChanged() -> out.put(CATALOG);
    }
    return out.bytes();
  }

  private static void change(Output out, Change change) {
    out.put(change.table().schema()).put(change.table().name());
    out.put((byte) change.kind().ordinal());
    time(out, change.committed());
    out.put(change.columns().size());
    for (Column column : change.columns()) {
      out.put(column.name()).put(column.type()).put(column.key());
    }
    row(out, change.after().orElse(null));
    row(out, change.before().orElse(null));
  }

  private static void row(Output out, @Nullable Row row) {
    if (row == null) {
      out.put(ABSENT);
      return;
    }
    out.put(row.keyOnly() ? KEY_ONLY : PRESENT);
    for (Value value : row.values()) {
      switch (value) {
        case Value.Null() -> out.put(NULL);
        case Value.Unchanged() -> out.put(UNCHANGED);
        case Value.Text(String text) -> out.put(TEXT).put(text);
      }
    }
  }

  private static void published(Output out, Event.Published published) {
    Publication publication = published.publication();
    out.put(published.id().getMostSignificantBits());
    out.put(published.id().getLeastSignificantBits());
    time(out, published.time());
    out.put(publication.topic().text()).put(publication.eventType());
    out.put(publication.payload().toString());
    out.putOrNull(publication.idempotencyKey());
    JsonObject source = publication.source();
    out.putOrNull(source == null ? null : source.toString());
    Integer ttl = publication.ttlMillis();
    out.put(ttl == null ? 0 : ttl);
  }

  private static void time(Output out, Instant time) {
    out.put(time.getEpochSecond()).put(time.getNano());
  }

  /**
   * @param position of the entry
   * @throws MalformedEntry of anything that {@link #write} doesn't write
   */
  Event read(byte[] bytes, Position position) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      byte version = in.get();
      if (version != VERSION) {
        throw new MalformedEntry("an entry of version " + version, null);
      }
      Event event = event(in, in.get(), position);
      if (in.hasRemaining()) {
        throw new MalformedEntry(in.remaining() + " bytes too many", null);
      }
      return event;
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | ClassCastException
        | DateTimeException
        | InvalidJson
        | InvalidTopic e) {
      throw new MalformedEntry("an entry that can't be read", e);
    }
  }

  private Event event(ByteBuffer in, byte kind, Position position) {
    return switch (kind) {
      case CHANGE -> new Event.RowChanged(change(in, position));
      case PUBLICATION -> published(in);
      case CATALOG -> new Event.CatalogChanged();
      default -> throw new MalformedEntry("an event of the kind " + kind, null);
    };
  }

  private Change change(ByteBuffer in, Position position) {
    TableName table = shared(tables, new TableName(text(in), text(in)));
    byte kind = in.get();
    if (kind < 0 || kind >= ChangeKind.values().length) {
      throw new MalformedEntry("a change of the kind " + kind, null);
    }
    Instant committed = time(in);
    List<Column> columns = columns(in);
    Row newRow = row(in, columns.size());
    Row oldRow = row(in, columns.size());
    return new Change(
        position, table, ChangeKind.values()[kind], columns, newRow, oldRow, committed);
  }

  private List<Column> columns(ByteBuffer in) {
    int count = length(in);
    List<Column> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      read.add(new Column(text(in), text(in), in.get() != 0));
    }
    return shared(columns, List.copyOf(read));
  }

  private static <T> T shared(ConcurrentMap<T, T> known, T value) {
    if (known.size() > MAX_REMEMBERED) {
      known.clear();
    }
    T earlier = known.putIfAbsent(value, value);
    return earlier == null ? value : earlier;
  }

  private static @Nullable Row row(ByteBuffer in, int columns) {
    byte presence = in.get();
    if (presence == ABSENT) {
      return null;
    }
    if (presence != PRESENT && presence != KEY_ONLY) {
      throw new MalformedEntry("a row of the kind " + presence, null);
    }
    List<Value> values = new ArrayList<>(columns);
    for (int i = 0; i < columns; i++) {
      values.add(value(in));
    }
    return new Row(values, presence == KEY_ONLY);
  }

  private static Value value(ByteBuffer in) {
    byte kind = in.get();
    return switch (kind) {
      case NULL -> Value.NULL;
      case UNCHANGED -> Value.UNCHANGED;
      case TEXT -> Value.of(text(in));
      default -> throw new MalformedEntry("a value of the kind " + kind, null);
    };
  }

  private static Event.Published published(ByteBuffer in) {
    var id = new UUID(in.getLong(), in.getLong());
    Instant time = time(in);
    Topic topic = Topic.of(text(in));
    String eventType = text(in);
    JsonValue payload = JsonReader.read(text(in));
    String key = textOrNull(in);
    String source = textOrNull(in);
    int ttl = in.getInt();
    var publication =
        new Publication(
            topic,
            eventType,
            payload,
            key,
            source == null ? null : JsonReader.read(source).asJsonObject(),
            ttl == 0 ? null : ttl);
    return new Event.Published(id, publication, time);
  }

  private static Instant time(ByteBuffer in) {
    return Instant.ofEpochSecond(in.getLong(), in.getInt());
  }

  private static @Nullable String textOrNull(ByteBuffer in) {
    return in.get() == ABSENT ? null : text(in);
  }

  private static String text(ByteBuffer in) {
    byte[] utf8 = new byte[length(in)];
    in.get(utf8);
    return Redis.text(utf8);
  }

  /** No more than there are bytes left, so that junk doesn't ask for memory. */
  private static int length(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new MalformedEntry("a length of " + length, null);
    }
    return length;
  }
}
