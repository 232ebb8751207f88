package dev.minibaas.registry;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a registered database may be used: what the query and schema services go by.
 *
 * @param readOnly neither writes nor changes of tables
 * @param shared every signed-in user may use it, each for the rows that are theirs
 * @param ownerColumn column or field that holds the id of a row's user
 * @param keyPrefix of Redis keys, before the id of the user
 * @param maxRows most rows of an answer
 * @param timeoutMillis most milliseconds of a statement
 * @param poolSize most connections of one node
 */
record Options(
    boolean readOnly,
    boolean shared,
    @Nullable String ownerColumn,
    @Nullable String keyPrefix,
    int maxRows,
    int timeoutMillis,
    int poolSize) {
  static final Options USUAL = new Options(false, false, null, null, 100, 5000, 5);

  private static final Pattern COLUMN = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9_.:-]{1,64}");

  /** What the body says over what was before; a field that is null there is unset. */
  static Options from(JsonBody body, Options before) {
    body.only(
        "read_only", "shared", "owner_column", "key_prefix", "max_rows", "timeout_ms", "pool_size");
    return new Options(
        body.flag("read_only", before.readOnly),
        body.flag("shared", before.shared),
        word(body, "owner_column", COLUMN, before.ownerColumn),
        word(body, "key_prefix", PREFIX, before.keyPrefix),
        body.integer("max_rows", before.maxRows, 1, 1000),
        body.integer("timeout_ms", before.timeoutMillis, 100, 30_000),
        body.integer("pool_size", before.poolSize, 1, 20));
  }

  private static @Nullable String word(
      JsonBody body, String name, Pattern form, @Nullable String before) {
    if (!body.has(name)) {
      return before;
    }
    String word = body.textOrNull(name, 1, 64);
    if (word != null && !form.matcher(word).matches()) {
      throw body.refused(name, "of the form " + form);
    }
    return word;
  }

  /** Refuses what can't be kept apart by user, or not in this engine. */
  Options checkedFor(EngineKind engine) {
    boolean isRedis = engine == EngineKind.REDIS;
    if (isRedis ? ownerColumn != null : keyPrefix != null) {
      throw refused(
          isRedis
              ? "options.owner_column is not for redis, which has options.key_prefix"
              : "options.key_prefix is for redis alone; other engines have options.owner_column");
    }
    if (shared && ownerColumn == null && keyPrefix == null) {
      throw refused(
          "options.shared needs options."
              + (isRedis ? "key_prefix" : "owner_column")
              + ": without it every user would see everybody's data");
    }
    return this;
  }

  private static ApiError refused(String message) {
    return new ApiError(ErrorCode.INVALID_PAYLOAD, message);
  }

  JsonObject json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder().add("read_only", readOnly).add("shared", shared);
    json.add("owner_column", orNull(ownerColumn));
    json.add("key_prefix", orNull(keyPrefix));
    return json.add("max_rows", maxRows)
        .add("timeout_ms", timeoutMillis)
        .add("pool_size", poolSize)
        .build();
  }

  private static JsonValue orNull(@Nullable String text) {
    return text == null ? JsonValue.NULL : Json.createValue(text);
  }
}
