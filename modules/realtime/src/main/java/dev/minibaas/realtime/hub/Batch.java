package dev.minibaas.realtime.hub;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.access.Sight;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.DocumentChange;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.EventView;
import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.log.Entry;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.topic.Topic;
import dev.minibaas.realtime.topic.TopicPattern;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes entries of the log to all subscriptions. For one thread. */
final class Batch {
  private static final Logger LOG = Log.of(Batch.class);

  /** The schema of the platform's own tables; what is in them goes no other way. */
  private static final String OWN_SCHEMA = "realtime";

  private final Subscriptions subscriptions;
  private final Judge judge;
  private final Consumer<Change> messages;

  private final BooleanSupplier closed;
  private final InstantSource clock;
  private final Deliveries deliveries;
  private final Sequences sequences = new Sequences();

  /**
   * @param refused a subscription that didn't take an event, and the position before the event
   */
  Batch(
      Subscriptions subscriptions,
      Judge judge,
      Consumer<Change> messages,
      BiConsumer<TopicSubscription, Position> refused,
      BooleanSupplier closed,
      InstantSource clock) {
    this.subscriptions = subscriptions;
    this.judge = judge;
    this.messages = messages;
    this.closed = closed;
    this.clock = clock;
    this.deliveries = new Deliveries(refused);
  }

  /**
   * @param before where one is
   */
  void route(Position before, List<Entry<Logged>> entries) throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    List<Routed> changes = new ArrayList<>();
    Position at = before;
    for (Entry<Logged> entry : entries) {
      Position previous = at;
      at = entry.position();
      switch (entry.event().event()) {
        case Event.RowChanged(Change change) when DocumentChange.isIn(change) -> {
          var document = new DocumentEvents(entry, change);
          count(document.topics(), entry);
          document(document, previous, entry.position(), steps);
        }
        case Event.RowChanged(Change change) when isOwn(change) -> {
          if (change.kind() == ChangeKind.INSERT) {
            steps.add(alone(() -> pass(change)));
          }
        }
        case Event.RowChanged(Change change) -> {
          count(ChangeTopics.of(change), entry);
          Routed routed = match(entry, change);
          if (routed.isWanted()) {
            changes.add(routed);
            steps.add(answers -> deliveries.add(routed.seen(answers.of(routed), previous)));
          }
        }
        case Event.Published published -> {
          count(List.of(published.publication().topic()), entry);
          publish(entry, published, previous, steps);
        }
        case Event.CatalogChanged ignored -> {
          // who may see what came before was decided before
          finish(steps, changes);
          judge.catalogChanged();
        }
      }
    }
    finish(steps, changes);
  }

  private void count(List<Topic> places, Entry<Logged> entry) {
    if (!places.isEmpty()) {
      sequences.set(places.getFirst().text(), entry.event().sequence());
    }
  }

  /** Of the latest event of a topic, as far as is known; 0 for other patterns. */
  long sequence(TopicPattern pattern) {
    return pattern instanceof TopicPattern.Exact exact
        ? sequences.current(exact.topic().text())
        : 0;
  }

  /** What is to be done in order when all questions are answered. */
  private interface Step {
    void run(Answers answers);
  }

  private void finish(List<Step> steps, List<Routed> changes) throws InterruptedException {
    Answers answers = Answers.to(changes, judge, closed);
    steps.forEach(step -> step.run(answers));
    deliveries.finish();
    steps.clear();
    changes.clear();
  }

  /** What goes another way than the deliveries, after those that came before it. */
  private Step alone(Runnable work) {
    return answers -> {
      deliveries.finish();
      work.run();
    };
  }

  private void pass(Change message) {
    try {
      messages.accept(message);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a stored message could not be passed on", e);
    }
  }

  static boolean isOwn(Change change) {
    return change.table().schema().equals(OWN_SCHEMA);
  }

  private Routed match(Entry<Logged> entry, Change change) {
    List<Topic> places = ChangeTopics.of(change);
    Routed routed = new Routed(entry.position(), change, entry.event().sequence(), places);
    subscriptions.match(change, (crowd, filter, verdict) -> routed.want(crowd, verdict));
    if (subscriptions.hasTopics() && !places.isEmpty()) {
      EventView view = view(change, places.getFirst());
      for (Topic place : places) {
        subscriptions.match(place, view, (crowd, filter, verdict) -> routed.want(crowd));
      }
    }
    return routed;
  }

  /** As the filters see it, before anyone's rights are asked. */
  static EventView view(Change change, Topic topic) {
    return new EventView(
        topic.text(), ChangeTopics.verb(change.kind()), () -> source(change), new Payload(change));
  }

  private static JsonObject source(Change change) {
    return Json.createObjectBuilder()
        .add("kind", "cdc")
        .add("id", "postgresql:" + change.table())
        .add(
            "metadata",
            Json.createObjectBuilder()
                .add("schema", change.table().schema())
                .add("table", change.table().name())
                .add("has_old_data", change.oldRow() != null))
        .build();
  }

  /** Read when it is asked for, once. */
  private static final class Payload implements Supplier<JsonValue> {
    private final Change change;
    private @Nullable JsonValue read;

    private Payload(Change change) {
      this.change = change;
    }

    @Override
    public JsonValue get() {
      JsonValue value = read;
      if (value == null) {
        value = read();
        read = value;
      }
      return value;
    }

    private JsonValue read() {
      try {
        return JsonReader.read(new ChangeView(change.position(), change, Sight.ALL).payload());
      } catch (InvalidJson e) {
        // a json column nested deeper than anyone should have to read: filters find nothing in it
        return JsonValue.EMPTY_JSON_OBJECT;
      }
    }
  }

  static EventView view(Publication publication) {
    JsonObject source = publication.source();
    return new EventView(
        publication.topic().text(),
        publication.eventType(),
        source == null ? JsonValue.EMPTY_JSON_OBJECT : source,
        publication.payload());
  }

  static TopicEvent event(Entry<Logged> entry, Event.Published published) {
    Publication publication = published.publication();
    return new TopicEvent(
        published.id(),
        publication.topic().text(),
        publication.eventType(),
        entry.event().sequence(),
        published.time(),
        entry.position(),
        publication.payload()::toString);
  }

  private void publish(
      Entry<Logged> entry, Event.Published published, Position previous, List<Step> steps) {
    if (!subscriptions.hasTopics() || published.isExpired(clock.instant())) {
      return;
    }
    TopicEvent event = event(entry, published);
    List<Crowd<TopicWish, TopicSubscription>> listeners = new ArrayList<>();
    subscriptions.match(
        published.publication().topic(),
        view(published.publication()),
        (crowd, filter, verdict) -> listeners.add(crowd));
    if (!listeners.isEmpty()) {
      steps.add(answers -> deliveries.add(Seen.by(listeners, event, previous)));
    }
  }

  private void document(
      DocumentEvents document, Position previous, Position position, List<Step> steps) {
    if (document.isGap()) {
      steps.add(alone(() -> tellGap(previous, position)));
      return;
    }
    Set<Crowd<TopicWish, TopicSubscription>> listeners = new LinkedHashSet<>();
    for (Topic place : document.topics()) {
      subscriptions.match(
          place,
          document.view(),
          (crowd, filter, verdict) -> {
            // all of a crowd are one identity
            if (document.isSeenBy(crowd.members().getFirst())) {
              listeners.add(crowd);
            }
          });
    }
    if (!listeners.isEmpty()) {
      var seen = Seen.by(List.copyOf(listeners), document.event(), previous);
      steps.add(answers -> deliveries.add(seen));
    }
  }

  private void tellGap(Position after, Position until) {
    for (TopicSubscription subscription : subscriptions.topics()) {
      if (ChangeTopics.mayBeOfDocuments(subscription.pattern())
          && until.compareTo(subscription.fedUpTo) > 0) {
        Telling.gap(subscription, after, until);
      }
    }
  }
}
