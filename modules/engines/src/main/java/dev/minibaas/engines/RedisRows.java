package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.RedisKey.Range;
import dev.minibaas.engines.command.Filter;
import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.InvalidCommand.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Rows in Redis over one connection: no scripts, no commands but those of hashes and keys. */
final class RedisRows {
  private static final int MAX_KEYS = 10_000;
  private static final int PAGE = 500;
  private static final int TRIES = 5;

  private final Jedis jedis;
  private final Limits limits;
  private final long end;

  RedisRows(Jedis jedis, Limits limits) {
    this.jedis = jedis;
    this.limits = limits;
    this.end = System.nanoTime() + limits.nanos();
  }

  String ping() {
    return jedis.ping();
  }

  List<RedisKey> keys(Range range) {
    ScanParams page = new ScanParams().match(range.pattern()).count(PAGE);
    java.util.Set<RedisKey> keys = new java.util.LinkedHashSet<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> found = jedis.scan(cursor, page, "hash");
      found.getResult().forEach(key -> range.read(key).ifPresent(keys::add));
      cursor = found.getCursor();
      checkTime();
      if (keys.size() > MAX_KEYS) {
        throw new EngineFailure(
            Reason.TOO_LARGE, "more than " + MAX_KEYS + " keys would have to be looked at");
      }
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return List.copyOf(keys);
  }

  private void checkTime() {
    if (System.nanoTime() - end > 0) {
      throw Jdbc.failure(Reason.TIMEOUT, new InterruptedException("scan"));
    }
  }

  /** The keys whose rows may match: one when the filter names its id. */
  List<RedisKey> candidates(Range range, Filter filter) {
    Optional<String> id = RedisFilter.id(filter);
    if (id.isEmpty()) {
      return keys(range);
    }
    return range
        .read(range.prefix() + range.table().orElseThrow() + ":" + id.get())
        .map(List::of)
        .orElse(List.of());
  }

  List<Map<String, String>> matching(Range range, Filter filter) {
    List<Map<String, String>> rows = new ArrayList<>();
    List<RedisKey> keys = candidates(range, filter);
    long bytes = 0;
    for (int from = 0; from < keys.size(); from += PAGE) {
      checkTime();
      List<RedisKey> page = keys.subList(from, Math.min(keys.size(), from + PAGE));
      for (Map<String, String> row : read(page)) {
        if (RedisFilter.matches(filter, row)) {
          bytes += Row.size(row);
          if (bytes > limits.maxBytes()) {
            throw new EngineFailure(
                Reason.TOO_LARGE, "the answer has more than " + limits.maxBytes() + " bytes");
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private List<Map<String, String>> read(List<RedisKey> keys) {
    List<Response<Map<String, String>>> answers = new ArrayList<>();
    try (Pipeline pipeline = jedis.pipelined()) {
      keys.forEach(key -> answers.add(pipeline.hgetAll(key.text())));
      pipeline.sync();
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Map<String, String> fields = answers.get(i).get();
      if (!fields.isEmpty()) {
        rows.add(withId(keys.get(i), fields));
      }
    }
    return rows;
  }

  private static Map<String, String> withId(RedisKey key, Map<String, String> fields) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("id", key.id());
    fields.forEach((field, value) -> {
      if (!field.equals("id")) {
        row.put(field, value);
      }
    });
    return row;
  }

  static Row row(Map<String, String> fields, List<String> columns) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    if (columns.isEmpty()) {
      row.putAll(fields);
    } else {
      columns.forEach(column -> row.put(column, fields.get(column)));
    }
    return new Row(row);
  }

  Row insert(Range range, Map<String, @Nullable Object> data) {
    Object id = data.get("id");
    RedisKey key = range.of(id == null ? UUID.randomUUID().toString() : text(id));
    Map<String, String> fields = new LinkedHashMap<>();
    data.forEach((column, value) -> {
      if (value != null && !column.equals("id")) {
        fields.put(column, text(value));
      }
    });
    fields.put("id", key.id());
    jedis.watch(key.text());
    if (jedis.exists(key.text())) {
      jedis.unwatch();
      throw Jdbc.failure(Reason.DUPLICATE, new IllegalStateException("the key exists"));
    }
    Transaction transaction = jedis.multi();
    transaction.hset(key.text(), fields);
    if (transaction.exec() == null) {
      throw Jdbc.failure(Reason.DUPLICATE, new IllegalStateException("the key came to be"));
    }
    return row(withId(key, fields), List.of());
  }

  /** Changes a row that still matches; answers it, or null when it doesn't match any more. */
  @Nullable Map<String, String> update(
      RedisKey key, Filter filter, Map<String, @Nullable Object> data) {
    if (data.containsKey("id")) {
      throw new InvalidCommand(Part.DATA, "column id can't be set");
    }
    for (int i = 0; i < TRIES; i++) {
      checkTime();
      Map<String, String> row = watched(key, filter);
      if (row == null) {
        return null;
      }
      Transaction transaction = jedis.multi();
      data.forEach((column, value) -> {
        if (value == null) {
          transaction.hdel(key.text(), column);
          row.remove(column);
        } else {
          transaction.hset(key.text(), column, text(value));
          row.put(column, text(value));
        }
      });
      if (transaction.exec() != null) {
        return row;
      }
    }
    throw Jdbc.failure(Reason.BUSY, new IllegalStateException("others change the key"));
  }

  boolean delete(RedisKey key, Filter filter) {
    for (int i = 0; i < TRIES; i++) {
      checkTime();
      if (watched(key, filter) == null) {
        return false;
      }
      Transaction transaction = jedis.multi();
      transaction.del(key.text());
      if (transaction.exec() != null) {
        return true;
      }
    }
    throw Jdbc.failure(Reason.BUSY, new IllegalStateException("others change the key"));
  }

  /** The row, watched, when it matches. */
  private @Nullable Map<String, String> watched(RedisKey key, Filter filter) {
    jedis.watch(key.text());
    Map<String, String> fields = jedis.hgetAll(key.text());
    if (!fields.isEmpty()) {
      Map<String, String> row = withId(key, fields);
      if (RedisFilter.matches(filter, row)) {
        return row;
      }
    }
    jedis.unwatch();
    return null;
  }

  private static String text(Object value) {
    return switch (value) {
      case BigDecimal number -> number.toPlainString();
      case List<?> list -> JsonText.of(list);
      case Map<?, ?> map -> JsonText.of(map);
      case Object other -> other.toString();
    };
  }
}
