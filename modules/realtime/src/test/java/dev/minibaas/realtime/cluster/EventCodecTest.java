package dev.minibaas.realtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.hub.Event;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.topic.Topic;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventCodecTest {
  private static final Position POSITION = new Position(0x1_6b37_48c8L, 3, 7, 0);

  private final EventCodec codec = new EventCodec();

  @Property(tries = 300)
  void aChangeIsReadAsItWasWritten(@ForAll("changes") Change change) {
    var event = new Event.RowChanged(change);
    assertThat(codec.read(codec.write(event), POSITION)).isEqualTo(event);
  }

  @Property(tries = 300)
  void anEventThatWasPublishedIsReadAsItWasWritten(
      @ForAll("publications") Event.Published published) {
    assertThat(codec.read(codec.write(published), POSITION)).isEqualTo(published);
  }

  @Example
  void aChangeOfTheCatalogIsReadAsItWasWritten() {
    var event = new Event.CatalogChanged();
    assertThat(codec.read(codec.write(event), POSITION)).isEqualTo(event);
  }

  @Property(tries = 100)
  void whatIsCutOffOrTooLongIsRefused(@ForAll("changes") Change change) {
    byte[] bytes = codec.write(new Event.RowChanged(change));
    for (int length = 0; length < bytes.length; length += 1 + bytes.length / 50) {
      refused(Arrays.copyOf(bytes, length));
    }
    refused(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Property(tries = 500)
  void junkIsRefusedOrReadButNothingElse(@ForAll byte[] junk) {
    try {
      assertThat(codec.read(junk, POSITION)).isNotNull();
    } catch (MalformedEntry e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  @Example
  void anotherVersionIsRefused() {
    byte[] bytes = codec.write(new Event.CatalogChanged());
    bytes[0]++;
    refused(bytes);
  }

  @Example
  void columnsThatAreEqualAreOneList() {
    byte[] bytes = codec.write(new Event.RowChanged(Node.change(1, 1)));
    var first = (Event.RowChanged) codec.read(bytes, POSITION);
    var second = (Event.RowChanged) codec.read(bytes, POSITION);
    assertThat(first.change().columns()).isSameAs(second.change().columns());
  }

  private void refused(byte[] bytes) {
    assertThatThrownBy(() -> codec.read(bytes, POSITION)).isInstanceOf(MalformedEntry.class);
  }

  @Provide
  Arbitrary<Change> changes() {
    return Combinators.combine(
            names(), names(), Arbitraries.of(ChangeKind.class), columns(), times())
        .flatAs((schema, table, kind, columns, time) ->
            Combinators.combine(row(columns), row(columns), Arbitraries.of(true, false))
                .as((newRow, oldRow, hasOld) ->
                    change(
                        new TableName(schema, table),
                        kind,
                        columns,
                        newRow,
                        oldRow,
                        hasOld,
                        time)));
  }

  private static Change change(
      TableName table,
      ChangeKind kind,
      List<Column> columns,
      Row newRow,
      Row oldRow,
      boolean hasOld,
      Instant time) {
    boolean after = kind == ChangeKind.INSERT || kind == ChangeKind.UPDATE;
    boolean before = kind == ChangeKind.DELETE || (kind == ChangeKind.UPDATE && hasOld);
    return new Change(
        POSITION, table, kind, columns, after ? newRow : null, before ? oldRow : null, time);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars('"', ' ', 'é', '世', '\n')
        .ofMinLength(1)
        .ofMaxLength(63);
  }

  private static Arbitrary<List<Column>> columns() {
    return Combinators.combine(names(), names(), Arbitraries.of(true, false))
        .as(Column::new)
        .list()
        .ofMaxSize(20);
  }

  private static Arbitrary<Row> row(List<Column> columns) {
    Arbitrary<Value> value =
        Arbitraries.oneOf(Arbitraries.of(Value.NULL, Value.UNCHANGED), texts().map(Value::of));
    return Combinators.combine(value.list().ofSize(columns.size()), Arbitraries.of(true, false))
        .as(Row::new);
  }

  /** Of any characters that UTF-8 has. */
  private static Arbitrary<String> texts() {
    return Arbitraries.integers()
        .between(0, Character.MAX_CODE_POINT)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .list()
        .ofMaxSize(1_000)
        .map(points -> {
          var text = new StringBuilder();
          points.forEach(text::appendCodePoint);
          return text.toString();
        });
  }

  private static Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(0, 4_000_000_000_000_000L)
        .map(micros -> Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000));
  }

  @Provide
  Arbitrary<Event.Published> publications() {
    Arbitrary<String> json =
        Arbitraries.of(
            "null",
            "1.50",
            "1e400",
            "\"\\u0000é世\"",
            "{\"a\":[1,{\"b\":null}],\"c\":\"\"}",
            "[]",
            "123456789012345678901234567890");
    Arbitrary<JsonObject> source =
        Arbitraries.of("{}", "{\"kind\":\"user\",\"metadata\":{\"x\":[true]}}")
            .map(text -> JsonReader.read(text).asJsonObject());
    Arbitrary<Publication> publication =
        Combinators.combine(
                Arbitraries.of("a", "chat/room é", "x/y/z"),
                names(),
                json.map(JsonReader::read),
                names().injectNull(0.5),
                source.injectNull(0.5),
                Arbitraries.integers().between(1, 86_400_000).injectNull(0.5))
            .as((topic, type, payload, key, of, ttl) ->
                new Publication(Topic.of(topic), type, payload, key, of, ttl));
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs(), publication, times())
        .as((high, low, of, time) -> new Event.Published(new UUID(high, low), of, time));
  }
}
