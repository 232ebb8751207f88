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
import dev.minibaas.realtime.filter.InvalidFilter;
import dev.minibaas.realtime.filter.Matches;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.filter.RowIndex;
import dev.minibaas.realtime.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who wants what. For one thread. */
final class Subscriptions {
  private final RowIndex<RowSubscription> rows = new RowIndex<>();
  private final EventIndex<TopicSubscription> topics = new EventIndex<>();
  private final Set<RowSubscription> allRows = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<TopicSubscription> allTopics =
      Collections.newSetFromMap(new IdentityHashMap<>());

  private final FilterFigures figures = new FilterFigures();

  FilterFigures figures() {
    return figures;
  }

  private int filters() {
    return rows.filters() + topics.filters();
  }

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
   * @throws InvalidFilter when there are too many kinds of filters
   */
  void add(List<RowSubscription> wanted) {
    List<RowSubscription> added = new ArrayList<>();
    try {
      for (RowSubscription each : wanted) {
        var request = each.request();
        rows.add(request.event(), request.schema(), request.table(), request.filter(), each);
        allRows.add(each);
        added.add(each);
        figures.added(filters());
      }
    } catch (InvalidFilter e) {
      figures.rejected();
      remove(added);
      throw e;
    }
  }

  void remove(List<RowSubscription> unwanted) {
    for (RowSubscription each : unwanted) {
      if (allRows.remove(each)) {
        var request = each.request();
        rows.remove(request.event(), request.schema(), request.table(), request.filter(), each);
        figures.removed(filters());
      }
    }
  }

  boolean has(RowSubscription subscription) {
    return allRows.contains(subscription);
  }

  void add(TopicSubscription wanted) {
    try {
      topics.add(wanted.pattern(), wanted.filter(), wanted);
    } catch (InvalidFilter e) {
      figures.rejected();
      throw e;
    }
    allTopics.add(wanted);
    figures.added(filters());
    wanted.live = true;
  }

  void remove(TopicSubscription unwanted) {
    if (allTopics.remove(unwanted)) {
      topics.remove(unwanted.pattern(), unwanted.filter(), unwanted);
      figures.removed(filters());
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
    evaluate(
        matches,
        counted ->
            rows.match(
                kind,
                change.table().schema(),
                change.table().name(),
                column -> cell(change, image, column),
                counted));
  }

  void match(Topic topic, EventView event, Matches<EventFilter, TopicSubscription> matches) {
    evaluate(matches, counted -> topics.match(topic, event, counted));
  }

  private <F, S> void evaluate(Matches<F, S> matches, Consumer<Matches<F, S>> match) {
    long start = System.nanoTime();
    int[] found = {0};
    match.accept((subscriber, filter, verdict) -> {
      found[0]++;
      matches.accept(subscriber, filter, verdict);
    });
    figures.evaluated(Duration.ofNanos(System.nanoTime() - start), found[0]);
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
