package dev.minibaas.engines;

import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.result.UpdateResult;
import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.command.Command.Delete;
import dev.minibaas.engines.command.Command.Insert;
import dev.minibaas.engines.command.Command.Select;
import dev.minibaas.engines.command.Command.Update;
import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.InvalidCommand.Part;
import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.Target.Server;
import dev.minibaas.engines.target.Targets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** MongoDB. A table is a collection; what the caller may reach is part of every filter. */
final class MongoEngine implements Engine {
  private static final int MAX_COLLECTIONS = 1000;

  private final Server server;
  private final Limits limits;
  private final boolean readOnly;
  private final MongoClients clients;

  MongoEngine(Targets targets, Server server, Limits limits, boolean readOnly) {
    this.server = server;
    this.limits = limits;
    this.readOnly = readOnly;
    this.clients = new MongoClients(targets, server, limits);
  }

  @Override
  public EngineKind kind() {
    return EngineKind.MONGODB;
  }

  private <T> T with(Function<MongoDatabase, T> work) {
    String name = server.database().isEmpty() ? "test" : server.database();
    try {
      return clients.with(client -> work.apply(client.getDatabase(name)));
    } catch (MongoException e) {
      throw MongoFailures.of(e);
    }
  }

  private <T> T writing(Function<MongoDatabase, T> work) {
    if (readOnly) {
      throw new EngineFailure(Reason.NOT_PERMITTED, "the database is registered as read-only");
    }
    return with(work);
  }

  @Override
  public void test() {
    with(database -> database.runCommand(new Document("ping", 1)));
  }

  @Override
  public List<String> tables(Scope scope) {
    return with(database -> {
      List<String> names = new ArrayList<>();
      for (String name : database.listCollectionNames()) {
        if (!name.startsWith("system.") && names.size() < MAX_COLLECTIONS) {
          names.add(name);
        }
      }
      names.sort(null);
      return names;
    });
  }

  @Override
  public List<Row> select(Scope scope, Select select) {
    return with(database -> {
      FindIterable<Document> found =
          find(database.getCollection(select.table()), MongoFilter.of(scope, select.filter()))
              .sort(order(select))
              .skip(select.offset())
              .limit(select.limit())
              .batchSize(select.limit());
      if (!select.columns().isEmpty()) {
        found.projection(projection(select.columns()));
      }
      return rows(found, true);
    });
  }

  private FindIterable<Document> find(MongoCollection<Document> collection, Bson filter) {
    return collection.find(filter).maxTime(limits.timeoutMillis(), TimeUnit.MILLISECONDS);
  }

  private static Bson order(Select select) {
    return Sorts.orderBy(
        select.sort().stream()
            .map(sort ->
                sort.isDescending()
                    ? Sorts.descending(MongoFilter.field(sort.column()))
                    : Sorts.ascending(MongoFilter.field(sort.column())))
            .toList());
  }

  private static Bson projection(List<String> columns) {
    Bson fields = Projections.include(columns.stream().map(MongoFilter::field).toList());
    boolean hasId = columns.stream().map(MongoFilter::field).anyMatch("_id"::equals);
    return hasId ? fields : Projections.fields(fields, Projections.excludeId());
  }

  /**
   * @param isStrict whether more bytes than the limit are a failure; else the rest is left out
   */
  private List<Row> rows(FindIterable<Document> found, boolean isStrict) {
    List<Row> rows = new ArrayList<>();
    long bytes = 0;
    for (Document document : found) {
      Row row = MongoValues.row(document);
      bytes += Row.size(row.columns());
      if (bytes > limits.maxBytes() && !isStrict) {
        return rows;
      }
      if (bytes > limits.maxBytes()) {
        throw new EngineFailure(
            Reason.TOO_LARGE, "the answer has more than " + limits.maxBytes() + " bytes");
      }
      rows.add(row);
    }
    return rows;
  }

  @Override
  public Row insert(Scope scope, Insert insert) {
    scope.requireNoKeys();
    Document document = MongoValues.document(Owned.data(scope, insert.data()));
    requireNoId(document, "_id");
    Object id = document.remove("id");
    document.put("_id", id == null ? new ObjectId() : id);
    Date now = new Date();
    document.putIfAbsent("created_at", now);
    document.putIfAbsent("updated_at", now);
    return writing(database -> {
      database.getCollection(insert.table()).insertOne(document);
      return MongoValues.row(document);
    });
  }

  private static void requireNoId(Document document, String field) {
    if (document.containsKey(field)) {
      throw new InvalidCommand(Part.DATA, "field " + field + " can't be set");
    }
  }

  @Override
  public Updated update(Scope scope, Update update) {
    Document changes = MongoValues.document(Owned.changes(scope, update.data()));
    requireNoId(changes, "_id");
    requireNoId(changes, "id");
    changes.putIfAbsent("updated_at", new Date());
    Bson filter = MongoFilter.of(scope, update.filter());
    return writing(database -> {
      MongoCollection<Document> collection = database.getCollection(update.table());
      List<@Nullable Object> ids = new ArrayList<>();
      find(collection, filter)
          .projection(Projections.include("_id"))
          .limit(limits.maxRows())
          .forEach(document -> ids.add(document.get("_id")));
      if (ids.isEmpty()) {
        return new Updated(0, 0, List.of());
      }
      UpdateResult result = collection.updateMany(filter, new Document("$set", changes));
      Bson mine = MongoFilter.of(scope, dev.minibaas.engines.command.Filter.ALL);
      List<Row> rows = rows(find(collection, Filters.and(mine, Filters.in("_id", ids))), false);
      return new Updated(result.getMatchedCount(), result.getModifiedCount(), rows);
    });
  }

  @Override
  public long delete(Scope scope, Delete delete) {
    Bson filter = MongoFilter.of(scope, delete.filter());
    return writing(
        database -> database.getCollection(delete.table()).deleteMany(filter).getDeletedCount());
  }

  @Override
  public String createTable(TableDefinition table) {
    Map<String, Object> validator = MongoTable.validator(table);
    return writing(database -> MongoTable.create(database, table, new Document(validator)));
  }

  @Override
  public void dropTable(String table) {
    writing(database -> {
      database.getCollection(table).drop();
      return table;
    });
  }

  @Override
  public int connections() {
    return clients.count();
  }

  @Override
  public void evictIdle() {
    clients.evictIdle();
  }

  @Override
  public void close() {
    clients.close();
  }
}
