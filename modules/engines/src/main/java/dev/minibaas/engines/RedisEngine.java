package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.command.Command.Delete;
import dev.minibaas.engines.command.Command.Insert;
import dev.minibaas.engines.command.Command.Select;
import dev.minibaas.engines.command.Command.Update;
import dev.minibaas.engines.command.Filter;
import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.Target.Server;
import dev.minibaas.engines.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Redis. A row is a hash at the key {@code table:id}, after the owner's prefix where there is one;
 * its values are texts.
 */
final class RedisEngine implements Engine {
  private final Limits limits;
  private final boolean readOnly;
  private final Pool<Jedis> pool;

  RedisEngine(Targets targets, Server server, Limits limits, boolean readOnly) {
    this.limits = limits;
    this.readOnly = readOnly;
    this.pool = new Pool<>(new RedisConnections(targets, server, limits), limits);
  }

  @Override
  public EngineKind kind() {
    return EngineKind.REDIS;
  }

  private <T> T with(Function<RedisRows, T> work) {
    return pool.with(jedis -> {
      try {
        return work.apply(new RedisRows(jedis, limits));
      } catch (JedisException e) {
        throw failure(e);
      }
    });
  }

  private <T> T writing(Function<RedisRows, T> work) {
    if (readOnly) {
      throw new EngineFailure(Reason.NOT_PERMITTED, "the database is registered as read-only");
    }
    return with(work);
  }

  private static EngineFailure failure(JedisException e) {
    if (e instanceof JedisConnectionException) {
      return Jdbc.failure(Jdbc.ofConnection(e), e);
    }
    String message =
        e instanceof JedisDataException && e.getMessage() != null ? e.getMessage() : "";
    return Jdbc.failure(
        message.startsWith("NOPERM") || message.startsWith("READONLY")
            ? Reason.NOT_PERMITTED
            : message.startsWith("WRONGTYPE") ? Reason.CONSTRAINT : Reason.FAILED,
        e);
  }

  @Override
  public void test() {
    with(RedisRows::ping);
  }

  @Override
  public List<String> tables(Scope scope) {
    return with(rows -> {
      TreeSet<String> tables = new TreeSet<>();
      for (RedisKey key : rows.keys(RedisKey.everyTable(scope))) {
        tables.add(key.table());
      }
      return List.copyOf(tables);
    });
  }

  @Override
  public List<Row> select(Scope scope, Select select) {
    Filter filter = Owned.filter(scope, select.filter());
    return with(rows -> {
      List<Row> answer = new ArrayList<>();
      rows.matching(RedisKey.ofTable(scope, select.table()), filter).stream()
          .sorted(RedisFilter.order(select.sort()))
          .skip(select.offset())
          .limit(select.limit())
          .forEach(row -> answer.add(RedisRows.row(row, select.columns())));
      return answer;
    });
  }

  @Override
  public Row insert(Scope scope, Insert insert) {
    return writing(rows ->
        rows.insert(RedisKey.ofTable(scope, insert.table()), Owned.data(scope, insert.data())));
  }

  @Override
  public Updated update(Scope scope, Update update) {
    Map<String, @Nullable Object> changes = Owned.changes(scope, update.data());
    Filter filter = Owned.filter(scope, update.filter());
    return writing(rows -> {
      RedisKey.Range range = RedisKey.ofTable(scope, update.table());
      List<Row> updated = new ArrayList<>();
      long count = 0;
      for (RedisKey key : rows.candidates(range, filter)) {
        Map<String, String> row = rows.update(key, filter, changes);
        if (row != null && ++count <= limits.maxRows()) {
          updated.add(RedisRows.row(row, List.of()));
        }
      }
      return new Updated(count, count, updated);
    });
  }

  @Override
  public long delete(Scope scope, Delete delete) {
    Filter filter = Owned.filter(scope, delete.filter());
    return writing(rows ->
        rows.candidates(RedisKey.ofTable(scope, delete.table()), filter).stream()
            .filter(key -> rows.delete(key, filter))
            .count());
  }

  @Override
  public String createTable(TableDefinition table) {
    throw new EngineFailure(Reason.UNSUPPORTED, "redis has no tables to be made");
  }

  @Override
  public void dropTable(String table) {
    throw new EngineFailure(Reason.UNSUPPORTED, "redis has no tables to be dropped");
  }

  @Override
  public int connections() {
    return pool.connections();
  }

  @Override
  public void evictIdle() {
    pool.evictIdle();
  }

  @Override
  public void close() {
    pool.close();
  }
}
