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
import dev.minibaas.realtime.phoenix.ChangesRequest;
import dev.minibaas.realtime.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who wants what. For one thread. */
final class Subscriptions {
  private final RowIndex<Crowd<ChangesRequest, RowSubscription>> rowIndex = new RowIndex<>();
  private final EventIndex<Crowd<TopicWish, TopicSubscription>> topicIndex = new EventIndex<>();
  private final Crowds<ChangesRequest, RowSubscription> rows =
      new Crowds<>(this::enterRows, this::leaveRows);
  private final Crowds<TopicWish, TopicSubscription> topics =
      new Crowds<>(this::enterTopics, this::leaveTopics);

  private final FilterFigures figures = new FilterFigures();

  FilterFigures figures() {
    return figures;
  }

  private int filters() {
    return rowIndex.filters() + topicIndex.filters();
  }

  int size() {
    return rows.all().size() + topics.all().size();
  }

  boolean hasTopics() {
    return !topics.all().isEmpty();
  }

  Collection<RowSubscription> rows() {
    return rows.all();
  }

  Collection<TopicSubscription> topics() {
    return List.copyOf(topics.all());
  }

  /**
   * All of them, of one receiver, or none.
   *
   * @throws InvalidFilter when there are too many kinds of filters
   */
  void add(List<RowSubscription> wanted) {
    List<RowSubscription> added = new ArrayList<>();
    try {
      for (RowSubscription each : wanted) {
        each.alone = wanted.size() == 1;
        rows.add(each.request(), each.identity(), each);
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
      if (rows.remove(each.request(), each.identity(), each)) {
        figures.removed(filters());
      }
    }
  }

  void add(TopicSubscription wanted) {
    try {
      topics.add(wanted.wish(), wanted.identity(), wanted);
    } catch (InvalidFilter e) {
      figures.rejected();
      throw e;
    }
    figures.added(filters());
    wanted.live = true;
  }

  void remove(TopicSubscription unwanted) {
    if (topics.remove(unwanted.wish(), unwanted.identity(), unwanted)) {
      figures.removed(filters());
    }
    unwanted.live = false;
  }

  private void enterRows(Crowd<ChangesRequest, RowSubscription> crowd) {
    ChangesRequest wish = crowd.wish();
    rowIndex.add(wish.event(), wish.schema(), wish.table(), wish.filter(), crowd);
  }

  private void leaveRows(Crowd<ChangesRequest, RowSubscription> crowd) {
    ChangesRequest wish = crowd.wish();
    rowIndex.remove(wish.event(), wish.schema(), wish.table(), wish.filter(), crowd);
  }

  private void enterTopics(Crowd<TopicWish, TopicSubscription> crowd) {
    topicIndex.add(crowd.wish().pattern(), crowd.wish().filter(), crowd);
  }

  private void leaveTopics(Crowd<TopicWish, TopicSubscription> crowd) {
    topicIndex.remove(crowd.wish().pattern(), crowd.wish().filter(), crowd);
  }

  void match(Change change, Matches<RowFilter, Crowd<ChangesRequest, RowSubscription>> matches) {
    ChangeKind kind =
        switch (change.kind()) {
          case INSERT -> ChangeKind.INSERT;
          case UPDATE -> ChangeKind.UPDATE;
          case DELETE -> ChangeKind.DELETE;
          case TRUNCATE -> null;
        };
    Row image = change.newRow() != null ? change.newRow() : change.oldRow();
    if (kind == null || image == null || rows.all().isEmpty()) {
      return;
    }
    evaluate(
        matches,
        counted ->
            rowIndex.match(
                kind,
                change.table().schema(),
                change.table().name(),
                column -> cell(change, image, column),
                counted));
  }

  void match(
      Topic topic,
      EventView event,
      Matches<EventFilter, Crowd<TopicWish, TopicSubscription>> matches) {
    evaluate(matches, counted -> topicIndex.match(topic, event, counted));
  }

  private <F, C extends Crowd<?, ?>> void evaluate(
      Matches<F, C> matches, Consumer<Matches<F, C>> match) {
    long start = System.nanoTime();
    int[] found = {0};
    match.accept((crowd, filter, verdict) -> {
      found[0] += crowd.members().size();
      matches.accept(crowd, filter, verdict);
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
