package dev.minibaas.realtime.phoenix;

import dev.minibaas.realtime.filter.ChangeKind;
import dev.minibaas.realtime.filter.InvalidFilter;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.json.JsonReader;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One entry of {@code postgres_changes} in a join. */
public sealed interface ChangesBinding {
  /** As the client sent it: it compares the reply with this, field by field. */
  JsonObject sent();

  /** What the reply and the events call it. */
  long id();

  /** What the client gets back: what it sent, with the id. */
  default JsonObject confirmed() {
    return Json.createObjectBuilder(sent()).add("id", id()).build();
  }

  /** Changes that can be subscribed to. */
  record Valid(JsonObject sent, long id, ChangesRequest request) implements ChangesBinding {}

  /** The channel stays open, and a system event says this. */
  record Invalid(JsonObject sent, long id, String reason) implements ChangesBinding {}

  static ChangesBinding parse(JsonObject sent) {
    try {
      ChangesRequest request = request(sent);
      return new Valid(sent, hash(request.toString()), request);
    } catch (InvalidFilter e) {
      String reason = Objects.requireNonNull(e.getMessage());
      return new Invalid(sent, hash(sent.toString()), reason);
    }
  }

  private static ChangesRequest request(JsonObject sent) {
    String schema = text(sent, "schema");
    String table = text(sent, "table");
    if (schema == null && table == null) {
      throw new InvalidFilter(
          "No subscription params provided. Please provide at least a `schema` or `table` to"
              + " subscribe to");
    }
    String filter = text(sent, "filter");
    return new ChangesRequest(
        event(sent.get("event")),
        schema == null ? "public" : schema,
        table == null ? ChangesRequest.ALL : table,
        filter == null ? RowFilter.NONE : RowFilter.parse(filter),
        select(sent.get("select")));
  }

  private static @Nullable String text(JsonObject sent, String name) {
    JsonValue value = sent.get(name);
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    String text = JsonReader.textOrNull(value);
    if (text == null) {
      throw new InvalidFilter("`" + name + "` must be a string");
    }
    return text;
  }

  private static ChangeKind event(@Nullable JsonValue value) {
    String event = JsonReader.textOrNull(value);
    return switch (event == null ? "" : event.toUpperCase(Locale.ROOT)) {
      case "INSERT" -> ChangeKind.INSERT;
      case "UPDATE" -> ChangeKind.UPDATE;
      case "DELETE" -> ChangeKind.DELETE;
      default -> ChangeKind.ANY;
    };
  }

  private static List<String> select(@Nullable JsonValue value) {
    if (value == null || value == JsonValue.NULL) {
      return List.of();
    }
    if (!(value instanceof JsonArray array)) {
      throw new InvalidFilter(
          "Error parsing `select` params: expected a list of column name strings");
    }
    return array.stream()
        .map(JsonReader::textOrNull)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .distinct()
        .sorted()
        .toList();
  }

  /** 48 bits, which a client's number holds exactly. */
  private static long hash(String parameters) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(parameters.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong() >>> 16;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
