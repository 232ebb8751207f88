package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.filter.Cell;
import dev.minibaas.realtime.filter.ChangeKind;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.filter.EventIndex;
import dev.minibaas.realtime.filter.EventView;
import dev.minibaas.realtime.filter.Matches;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.filter.RowIndex;
import dev.minibaas.realtime.topic.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who wants what. For one thread. */
final class Subscriptions {
  private final RowIndex<RowSubscription> rows = new RowIndex<>();
  private final EventIndex<TopicSubscription> topics = new EventIndex<>();
  private final Set<RowSubscription> allRows = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<TopicSubscription> allTopics =
      Collections.newSetFromMap(new IdentityHashMap<>());

  int size() {
    return allRows.size() + allTopics.size();
  }

  boolean hasTopics() {
    return !allTopics.isEmpty();
  }

  Collection<RowSubscription> rows() {
    return allRows;
  }

  Collection<TopicSubscription> topics() {
    return List.copyOf(allTopics);
  }

  /**
   * All of them or none.
   *
   * @throws dev.minibaas.realtime.filter.InvalidFilter when there are too many kinds of filters
   */
  void add(List<RowSubscription> wanted) {
    List<RowSubscription> added = new ArrayList<>();
    try {
      for (RowSubscription each : wanted) {
        var request = each.request();
        rows.add(request.event(), request.schema(), request.table(), request.filter(), each);
        allRows.add(each);
        added.add(each);
      }
    } catch (RuntimeException e) {
      remove(added);
      throw e;
    }
  }

  void remove(List<RowSubscription> unwanted) {
    for (RowSubscription each : unwanted) {
      if (allRows.remove(each)) {
        var request = each.request();
        rows.remove(request.event(), request.schema(), request.table(), request.filter(), each);
      }
    }
  }

  boolean has(RowSubscription subscription) {
    return allRows.contains(subscription);
  }

  void add(TopicSubscription wanted) {
    topics.add(wanted.pattern(), wanted.filter(), wanted);
    allTopics.add(wanted);
    wanted.live = true;
  }

  void remove(TopicSubscription unwanted) {
    if (allTopics.remove(unwanted)) {
      topics.remove(unwanted.pattern(), unwanted.filter(), unwanted);
    }
    unwanted.live = false;
  }

  void match(Change change, Matches<RowFilter, RowSubscription> matches) {
    ChangeKind kind =
        switch (change.kind()) {
          case INSERT -> ChangeKind.INSERT;
          case UPDATE -> ChangeKind.UPDATE;
          case DELETE -> ChangeKind.DELETE;
          case TRUNCATE -> null;
        };
    Row image = change.newRow() != null ? change.newRow() : change.oldRow();
    if (kind == null || image == null || allRows.isEmpty()) {
      return;
    }
    rows.match(
        kind,
        change.table().schema(),
        change.table().name(),
        column -> cell(change, image, column),
        matches);
  }

  void match(Topic topic, EventView event, Matches<EventFilter, TopicSubscription> matches) {
    topics.match(topic, event, matches);
  }

  private static @Nullable Cell cell(Change change, Row image, String name) {
    for (int i = 0; i < change.columns().size(); i++) {
      Column column = change.columns().get(i);
      if (column.name().equals(name)) {
        if (image.keyOnly() && !column.key()) {
          return null;
        }
        return switch (image.values().get(i)) {
          case Value.Text text -> new Cell.Value(column.type(), text.text());
          case Value.Null ignored -> new Cell.Null(column.type());
          case Value.Unchanged ignored -> new Cell.Unchanged(column.type());
        };
      }
    }
    return null;
  }
}
