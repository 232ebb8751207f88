package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.FilterQuestion;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.access.Question;
import dev.minibaas.realtime.access.Sight;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.Condition;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.filter.Verdict;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import dev.minibaas.realtime.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A change, and who wants it; then, who may see what of it. */
final class Routed {
  private final Position position;
  private final Change change;
  private final long sequence;
  private final List<Topic> topics;
  private final List<Wanted> rows = new ArrayList<>();
  private final Set<Crowd<TopicWish, TopicSubscription>> listeners = new LinkedHashSet<>();
  private final Map<Sight, ChangeView> views = new HashMap<>(4);
  private final Map<Sight, TopicEvent> events = new HashMap<>(4);

  private record Wanted(Crowd<ChangesRequest, RowSubscription> crowd, boolean unsure) {}

  Routed(Position position, Change change, long sequence, List<Topic> topics) {
    this.position = position;
    this.change = change;
    this.sequence = sequence;
    this.topics = topics;
  }

  Position position() {
    return position;
  }

  void want(Crowd<ChangesRequest, RowSubscription> crowd, Verdict verdict) {
    rows.add(new Wanted(crowd, verdict == Verdict.ASK_DATABASE));
  }

  void want(Crowd<TopicWish, TopicSubscription> crowd) {
    listeners.add(crowd);
  }

  boolean isWanted() {
    return !rows.isEmpty() || !listeners.isEmpty();
  }

  /** Who may see it: of those who want rows first, then the listeners. */
  Question question() {
    List<Identity> identities = new ArrayList<>(rows.size() + listeners.size());
    rows.forEach(wanted -> identities.add(wanted.crowd.identity()));
    listeners.forEach(listener -> identities.add(listener.identity()));
    return new Question(change, identities);
  }

  /** What only the database can tell of the filters. */
  Set<FilterQuestion> filterQuestions() {
    Set<FilterQuestion> questions = new LinkedHashSet<>();
    for (Wanted wanted : rows) {
      if (wanted.unsure) {
        questions.add(new FilterQuestion(change, wanted.crowd.wish().filter()));
      }
    }
    return questions;
  }

  /** Each crowd with what it sees, where it sees anything. */
  Seen seen(Answers.Answer answer, Position previous) {
    var seen =
        new Seen(
            new ArrayList<>(rows.size()),
            new ArrayList<>(rows.size()),
            new ArrayList<>(listeners.size()),
            new ArrayList<>(listeners.size()),
            previous);
    int i = 0;
    for (Wanted wanted : rows) {
      Sight sight = answer.sights().get(i++);
      if (!sight.isNothing()
          && passes(wanted, answer.filters())
          && mayAsk(sight, wanted.crowd.wish())) {
        seen.rows().add(wanted.crowd);
        seen.views().add(view(sight));
      }
    }
    for (var listener : listeners) {
      TopicEvent event = event(answer.sights().get(i++), listener);
      if (event != null) {
        seen.listeners().add(listener);
        seen.events().add(event);
      }
    }
    return seen;
  }

  private boolean passes(Wanted wanted, Map<FilterQuestion, Boolean> filters) {
    return !wanted.unsure
        || filters.getOrDefault(new FilterQuestion(change, wanted.crowd.wish().filter()), false);
  }

  /** As these see it; null when they see nothing. */
  @Nullable TopicEvent event(Sight sight, Crowd<TopicWish, TopicSubscription> listeners) {
    if (sight.what() != Sight.What.ROW || !mayAsk(sight, listeners.wish().filter())) {
      return null;
    }
    return events.computeIfAbsent(sight, this::event);
  }

  private TopicEvent event(Sight sight) {
    return new TopicEvent(
        EventIds.ofChange(change),
        topics.getFirst().text(),
        ChangeTopics.verb(change.kind()),
        sequence,
        change.committed(),
        position,
        view(sight)::payload);
  }

  private ChangeView view(Sight sight) {
    return views.computeIfAbsent(sight, seen -> new ChangeView(position, change, seen));
  }

  /** A filter on what one may not see matches nothing: its answer would tell the value. */
  private static boolean mayAsk(Sight sight, ChangesRequest request) {
    if (sight.columns() == null) {
      return true;
    }
    for (Condition condition : request.filter().conditions()) {
      if (!sight.shows(condition.column())) {
        return false;
      }
    }
    return true;
  }

  private boolean mayAsk(Sight sight, EventFilter filter) {
    if (sight.columns() != null
        && !(filter.namesBelow("data").stream().allMatch(sight::shows)
            && filter.namesBelow("old_data").stream().allMatch(sight::shows))) {
      return false;
    }
    return sight.old()
        || change.oldRow() == null
        || sight.key().containsAll(filter.namesBelow("old_data"));
  }
}
