package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.DocumentChange;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.log.Reading;
import dev.minibaas.realtime.topic.InvalidTopic;
import dev.minibaas.realtime.topic.Topic;
import dev.minibaas.realtime.topic.TopicPattern;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Under which topics a change of a row is found: {@code pg/orders/inserted}, by which it goes to
 * clients, and {@code pg/public/orders/INSERT}; of a document {@code mongo/things/inserted} and
 * {@code mongo/mini_baas/things/insert}. What would be no segment of a topic in a name is written
 * as in a URL.
 */
final class ChangeTopics {
  private static final String POSTGRES = "pg";
  private static final String MONGO = "mongo";
  private static final String ALL = "*";

  private static final int MAX_REMEMBERED = 10_000;

  private static final ConcurrentMap<Place, List<Topic>> REMEMBERED = new ConcurrentHashMap<>();

  private ChangeTopics() {}

  private sealed interface Place {
    record OfRow(TableName table, ChangeKind kind) implements Place {}

    record OfDocument(String database, String collection, DocumentChange.Operation operation)
        implements Place {}
  }

  /** The one to show first. Of a table whose name is too long there may be none. */
  static List<Topic> of(Change change) {
    return DocumentChange.isIn(change)
        ? of(DocumentChange.of(change))
        : remembered(new Place.OfRow(change.table(), change.kind()));
  }

  /** None when it says that changes are missing. */
  static List<Topic> of(DocumentChange change) {
    return change.operation() == DocumentChange.Operation.MISSING
        ? List.of()
        : remembered(
            new Place.OfDocument(change.database(), change.collection(), change.operation()));
  }

  /** Whether what a gap is about may match: changes are never lost with an era of the log. */
  static boolean mayBeMissing(Reading.Reason reason, TopicPattern pattern) {
    return reason != Reading.Reason.PUBLISHED_LOST || mayBePublished(pattern);
  }

  private static boolean mayBePublished(TopicPattern pattern) {
    return !pattern.namespace().equals(POSTGRES) && !pattern.namespace().equals(MONGO);
  }

  /** Whether it may match changes of documents. */
  static boolean mayBeOfDocuments(TopicPattern pattern) {
    return pattern.namespace().equals(MONGO) || pattern.namespace().equals(ALL);
  }

  private static List<Topic> remembered(Place place) {
    if (REMEMBERED.size() > MAX_REMEMBERED) {
      REMEMBERED.clear();
    }
    return REMEMBERED.computeIfAbsent(place, ChangeTopics::make);
  }

  static String verb(ChangeKind kind) {
    return switch (kind) {
      case INSERT -> "inserted";
      case UPDATE -> "updated";
      case DELETE -> "deleted";
      case TRUNCATE -> "truncated";
    };
  }

  private static List<Topic> make(Place place) {
    return switch (place) {
      case Place.OfRow(TableName table, ChangeKind kind) ->
          make(POSTGRES, segment(table.schema()), segment(table.name()), verb(kind), kind.name());
      case Place.OfDocument(String database, String collection, var operation) ->
          make(
              MONGO, segment(database), segment(collection), operation.verb(), operation.command());
    };
  }

  private static List<Topic> make(
      String namespace, String outer, String name, String verb, String word) {
    List<Topic> topics = new ArrayList<>();
    for (String text :
        List.of(
            String.join("/", namespace, name, verb),
            String.join("/", namespace, outer, name, word))) {
      try {
        topics.add(Topic.of(text));
      } catch (InvalidTopic e) {
        // longer than a topic may be: nobody can have subscribed to it
        continue;
      }
    }
    return List.copyOf(topics);
  }

  private static String segment(String name) {
    boolean plain =
        name.codePoints().noneMatch(c -> c == '/' || c == '*' || c == '%' || c < ' ' || c == 127);
    return plain ? name : URLEncoder.encode(name, StandardCharsets.UTF_8).replace("*", "%2A");
  }
}
