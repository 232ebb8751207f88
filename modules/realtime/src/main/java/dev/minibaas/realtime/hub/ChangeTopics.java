package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.topic.InvalidTopic;
import dev.minibaas.realtime.topic.Topic;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Under which topics a change of a row is found: {@code pg/orders/inserted}, by which it goes to
 * clients, and {@code pg/public/orders/INSERT}. What would be no segment of a topic in a name is
 * written as in a URL.
 */
final class ChangeTopics {
  static final String NAMESPACE = "pg";

  private static final int MAX_REMEMBERED = 10_000;

  private static final ConcurrentMap<Place, List<Topic>> REMEMBERED = new ConcurrentHashMap<>();

  private ChangeTopics() {}

  private record Place(TableName table, ChangeKind kind) {}

  /** The one to show first. Of a table whose name is too long there may be none. */
  static List<Topic> of(Change change) {
    if (REMEMBERED.size() > MAX_REMEMBERED) {
      REMEMBERED.clear();
    }
    return REMEMBERED.computeIfAbsent(new Place(change.table(), change.kind()), ChangeTopics::make);
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
    String schema = segment(place.table.schema());
    String table = segment(place.table.name());
    List<Topic> topics = new ArrayList<>();
    for (String text :
        List.of(
            String.join("/", NAMESPACE, table, verb(place.kind)),
            String.join("/", NAMESPACE, schema, table, place.kind.name()))) {
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
