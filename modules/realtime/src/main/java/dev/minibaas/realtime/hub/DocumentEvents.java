package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.DocumentChange;
import dev.minibaas.realtime.change.DocumentChange.Operation;
import dev.minibaas.realtime.filter.EventView;
import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.log.Entry;
import dev.minibaas.realtime.topic.Topic;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of a document as subscribers get it, or that some are missing. */
final class DocumentEvents {
  private final DocumentChange document;
  private final List<Topic> topics;
  private final Entry<Logged> entry;
  private final Change change;
  private @Nullable JsonValue payload;
  private @Nullable TopicEvent event;

  DocumentEvents(Entry<Logged> entry, Change change) {
    this.document = DocumentChange.of(change);
    this.topics = ChangeTopics.of(document);
    this.entry = entry;
    this.change = change;
  }

  /** Whether it says that changes are missing. */
  boolean isGap() {
    return document.operation() == Operation.MISSING;
  }

  List<Topic> topics() {
    return topics;
  }

  boolean isSeenBy(TopicSubscription subscription) {
    return subscription.maySeeDocumentOf(document.owner());
  }

  EventView view() {
    return new EventView(
        topics.getFirst().text(), document.operation().verb(), this::source, this::read);
  }

  private JsonObject source() {
    return Json.createObjectBuilder()
        .add("kind", "cdc")
        .add("id", "mongodb:" + document.database() + "." + document.collection())
        .add(
            "metadata",
            Json.createObjectBuilder()
                .add("database", document.database())
                .add("collection", document.collection()))
        .build();
  }

  private JsonValue read() {
    JsonValue value = payload;
    if (value == null) {
      value = parse();
      payload = value;
    }
    return value;
  }

  private JsonValue parse() {
    try {
      return JsonReader.read(document.payload());
    } catch (InvalidJson e) {
      // nested deeper than anyone should have to read: filters find nothing in it
      return JsonValue.EMPTY_JSON_OBJECT;
    }
  }

  TopicEvent event() {
    TopicEvent made = event;
    if (made == null) {
      made =
          new TopicEvent(
              EventIds.ofChange(change),
              topics.getFirst().text(),
              document.operation().verb(),
              entry.event().sequence(),
              change.committed(),
              entry.position(),
              document::payload);
      event = made;
    }
    return made;
  }
}
