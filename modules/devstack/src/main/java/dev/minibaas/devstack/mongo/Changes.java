package dev.minibaas.devstack.mongo;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Cursor;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes of documents, for as long as the server runs: what its change streams tell. A
 * document is shown as the change left it. Drops of collections aren't told, nor what {@code
 * findAndModify} inserts.
 */
final class Changes implements Oplog {
  private static final int MOST = 10_000;
  private static final int HISTORY_LOST = 286;
  private static final int HEX = 16;

  /** The collection that a command about a whole database names. */
  private static final String DATABASE = ".1";

  private final MongoBackend backend;
  private final CursorRegistry cursors;
  private final NavigableMap<Long, Entry> entries = new TreeMap<>();

  /** Later than all that an earlier run of the server has given out. */
  private long last = System.currentTimeMillis() << 20;

  /** Everything after it is here. */
  private long floor = last;

  private record Entry(String namespace, Document event) {}

  /** What comes next, and up to where that is. */
  record Batch(List<Document> events, long place) {}

  Changes(MongoBackend backend, CursorRegistry cursors) {
    this.backend = backend;
    this.cursors = cursors;
  }

  static Document token(long place) {
    return new Document("_data", Long.toHexString(place));
  }

  @Override
  public synchronized void handleInsert(String namespace, List<Document> documents) {
    for (Document document : documents) {
      Object id = document.get("_id");
      // one that was refused is among them, too
      stored(namespace, id)
          .filter(document::equals)
          .ifPresent(inserted -> add(namespace, "insert", id, inserted));
    }
  }

  @Override
  public synchronized void handleUpdate(
      String namespace, Document selector, Document update, List<Object> ids) {
    ids.forEach(id -> updated(namespace, update, id));
  }

  private void updated(String namespace, Document update, @Nullable Object id) {
    boolean replaces = update.keySet().stream().noneMatch(key -> key.startsWith("$"));
    add(namespace, replaces ? "replace" : "update", id, stored(namespace, id).orElse(null));
  }

  @Override
  public synchronized void handleDelete(String namespace, Document selector, List<Object> ids) {
    ids.forEach(id -> add(namespace, "delete", id, null));
  }

  /**
   * What the server's own way of telling leaves out.
   *
   * @param value the document before or after
   */
  synchronized void modified(String namespace, Document command, Document value) {
    Object id = value.get("_id");
    if (command.get("update") instanceof Document update) {
      updated(namespace, update, id);
    } else {
      add(namespace, "delete", id, null);
    }
  }

  @Override
  public void handleDropCollection(String namespace) {
    // not told
  }

  private Optional<Document> stored(String namespace, @Nullable Object id) {
    int dot = namespace.indexOf('.');
    MongoCollection<?> collection =
        backend
            .resolveDatabase(namespace.substring(0, dot))
            .resolveCollection(namespace.substring(dot + 1), false);
    return collection == null
        ? Optional.empty()
        : collection.handleQueryAsStream(new Document("_id", id)).findFirst();
  }

  private void add(
      String namespace, String operation, @Nullable Object id, @Nullable Document document) {
    last++;
    int dot = namespace.indexOf('.');
    Document event =
        new Document("_id", token(last))
            .append("operationType", operation)
            .append("clusterTime", new BsonTimestamp(Instant.now(), 1))
            .append("fullDocument", document == null ? null : document.cloneDeeply())
            .append(
                "ns",
                new Document("db", namespace.substring(0, dot))
                    .append("coll", namespace.substring(dot + 1)))
            .append("documentKey", new Document("_id", id));
    entries.put(last, new Entry(namespace, event));
    if (entries.size() > MOST) {
      floor = entries.pollFirstEntry().getKey();
    }
  }

  @Override
  public synchronized Cursor createCursor(
      Document stream, String namespace, Aggregation aggregation) {
    Object token = stream.getOrDefault("startAfter", stream.get("resumeAfter"));
    long from =
        token instanceof Document place
            ? Long.parseLong(String.valueOf(place.get("_data")), HEX)
            : last;
    // a place of another server may be ahead
    refuseUnknown(from > last ? 0 : from);
    var cursor = new ChangeCursor(cursors.generateCursorId(), this, namespace, from);
    cursors.add(cursor);
    return cursor;
  }

  private void refuseUnknown(long place) {
    if (place < floor) {
      throw new MongoServerError(
          HISTORY_LOST, "ChangeStreamHistoryLost", "what followed that place isn't known any more");
    }
  }

  synchronized Batch after(long place, String namespace, int most) {
    refuseUnknown(place);
    List<Document> events = new ArrayList<>();
    long reached = place;
    for (var entry : entries.tailMap(place, false).entrySet()) {
      if (most > 0 && events.size() == most) {
        return new Batch(events, reached);
      }
      reached = entry.getKey();
      if (isOf(entry.getValue().namespace, namespace)) {
        events.add(entry.getValue().event);
      }
    }
    return new Batch(events, reached);
  }

  private static boolean isOf(String changed, String namespace) {
    return changed.equals(namespace)
        || (namespace.endsWith(DATABASE)
            && changed.startsWith(namespace.substring(0, namespace.length() - 1)));
  }
}
