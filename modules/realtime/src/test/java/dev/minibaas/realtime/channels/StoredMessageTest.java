package dev.minibaas.realtime.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.phoenix.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoredMessageTest {
  static Change insert(String id, String topic, String event, String payload, String isPrivate) {
    return change(
        Map.of(
            "id", id,
            "topic", topic,
            "event", event,
            "payload", payload,
            "private", isPrivate,
            "extension", "broadcast"));
  }

  private static Change change(Map<String, String> row) {
    List<Column> columns = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    new TreeMap<>(row)
        .forEach((name, value) -> {
          columns.add(new Column(name, "text", name.equals("id")));
          values.add(value.equals("NULL") ? Value.NULL : Value.of(value));
        });
    return new Change(
        Position.ofChange(1, 1),
        new TableName("realtime", "messages"),
        ChangeKind.INSERT,
        columns,
        new Row(values, false),
        null,
        Instant.EPOCH);
  }

  private static Optional<StoredMessage> read(Map<String, String> changed) {
    Map<String, String> row =
        new TreeMap<>(
            Map.of(
                "id", "an-id",
                "topic", "room",
                "event", "hello",
                "payload", "{\"a\":1}",
                "private", "f",
                "extension", "broadcast"));
    row.putAll(changed);
    return StoredMessage.of(change(row));
  }

  @Test
  void aRowIsABroadcast() {
    StoredMessage message = read(Map.of()).orElseThrow();
    assertThat(message.channel()).isEqualTo(new ChannelKey("room", false));
    assertThat(message.metadata()).hasToString("{\"id\":\"an-id\"}");
    assertThat(((Content.OfJson) message.content()).value()).hasToString("{\"a\":1}");
  }

  @Test
  void theColumnSaysWhetherItIsPrivate() {
    StoredMessage message = read(Map.of("private", "t")).orElseThrow();
    assertThat(message.channel().isPrivate()).isTrue();
  }

  @Test
  void bytesAreBytes() {
    StoredMessage message =
        read(Map.of("payload", "NULL", "binary_payload", "\\x00ff10")).orElseThrow();
    assertThat(message.content()).isEqualTo(new Content.OfBytes(new byte[] {0, -1, 16}));
  }

  @Test
  void whatIsNoBroadcastIsNone() {
    assertThat(read(Map.of("extension", "presence"))).isEmpty();
    assertThat(read(Map.of("payload", "NULL"))).isEmpty();
    assertThat(read(Map.of("event", "NULL"))).isEmpty();
    assertThat(read(Map.of("topic", ""))).isEmpty();
    assertThat(read(Map.of("payload", "[".repeat(100) + "]".repeat(100)))).isEmpty();
    assertThat(read(Map.of("payload", "NULL", "binary_payload", "\\xzz"))).isEmpty();
  }
}
