package dev.minibaas.realtime.channels;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.phoenix.Content;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast that was made by inserting a row into {@code realtime.messages}.
 *
 * @param id of the row
 */
record StoredMessage(ChannelKey channel, String event, Content content, String id) {
  private static final Logger LOG = Log.of(StoredMessage.class);
  private static final String BYTEA = "\\x";

  /** Empty for rows of other extensions and such as nobody can be told. */
  static Optional<StoredMessage> of(Change change) {
    if (change.kind() != ChangeKind.INSERT) {
      return Optional.empty();
    }
    Map<String, String> row = texts(change);
    if (!"broadcast".equals(row.get("extension"))) {
      return Optional.empty();
    }
    String id = row.getOrDefault("id", "");
    String topic = row.get("topic");
    String event = row.get("event");
    try {
      Content content = content(row.get("payload"), row.get("binary_payload"));
      if (topic == null || topic.isEmpty() || event == null || content == null) {
        LOG.log(Level.WARNING, "message {0} lacks its topic, event or payload: not sent", id);
        return Optional.empty();
      }
      var channel = new ChannelKey(topic, "t".equals(row.get("private")));
      return Optional.of(new StoredMessage(channel, event, content, id));
    } catch (InvalidJson | IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "message {0} can''t be sent: {1}",
          new Object[] {id, String.valueOf(e.getMessage())});
      return Optional.empty();
    }
  }

  JsonObject metadata() {
    return Json.createObjectBuilder().add("id", id).build();
  }

  private static @Nullable Content content(@Nullable String json, @Nullable String bytes) {
    if (json != null) {
      return new Content.OfJson(JsonReader.read(json));
    }
    if (bytes == null || !bytes.startsWith(BYTEA)) {
      return null;
    }
    return new Content.OfBytes(HexFormat.of().parseHex(bytes, BYTEA.length(), bytes.length()));
  }

  private static Map<String, String> texts(Change change) {
    Map<String, String> texts = new HashMap<>();
    Row row = change.after().orElseThrow();
    for (int i = 0; i < row.values().size(); i++) {
      if (row.values().get(i) instanceof Value.Text(String text)) {
        texts.put(change.columns().get(i).name(), text);
      }
    }
    return texts;
  }
}
