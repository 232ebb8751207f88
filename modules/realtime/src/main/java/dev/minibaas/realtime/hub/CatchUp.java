package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.DocumentChange;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.EventView;
import dev.minibaas.realtime.filter.Verdict;
import dev.minibaas.realtime.log.ChangeLog;
import dev.minibaas.realtime.log.Entry;
import dev.minibaas.realtime.log.Reading;
import dev.minibaas.realtime.topic.Topic;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one subscription from the log, from a position of its own on and as fast as it takes
 * events, until it is where everyone is. Used by one thread at a time.
 */
final class CatchUp {
  private static final int AT_ONCE = 64;

  private final TopicSubscription subscription;
  private final ChangeLog<Logged> log;
  private final Judge judge;
  private final BooleanSupplier closed;
  private final InstantSource clock;
  private Position at;

  /** How a piece of the way ended. */
  enum Progress {
    /** There is more. */
    MORE,
    /** Nothing more up to where it was to go. */
    DONE,
    /** The subscription doesn't take the next event. */
    REFUSED
  }

  /**
   * An event that the subscription may get, where it is one that it wants; or a gap, which is
   * neither.
   *
   * @param judged what needs no judging any more
   */
  private record Candidate(
      Position before, Position position, @Nullable TopicEvent judged, @Nullable Routed change) {
    private boolean isGap() {
      return judged == null && change == null;
    }
  }

  CatchUp(
      TopicSubscription subscription,
      Position after,
      ChangeLog<Logged> log,
      Judge judge,
      BooleanSupplier closed,
      InstantSource clock) {
    this.subscription = subscription;
    this.at = after;
    this.log = log;
    this.judge = judge;
    this.closed = closed;
    this.clock = clock;
  }

  TopicSubscription subscription() {
    return subscription;
  }

  /** How far it is. */
  Position at() {
    return at;
  }

  /**
   * One piece.
   *
   * @param until where to stop; null for the end of the log
   */
  Progress advance(@Nullable Position until) throws InterruptedException {
    return switch (log.read(at, AT_ONCE)) {
      case Reading.Gap<Logged>(Reading.Reason reason, Position continueAt) -> {
        if (ChangeTopics.mayBeMissing(reason, subscription.pattern())) {
          Telling.gap(subscription, at, continueAt);
        }
        at = continueAt;
        yield Progress.MORE;
      }
      case Reading.Events<Logged>(List<Entry<Logged>> entries) -> {
        List<Entry<Logged>> wanted =
            until == null
                ? entries
                : entries.stream().filter(e -> e.position().compareTo(until) <= 0).toList();
        if (!deliver(wanted)) {
          yield Progress.REFUSED;
        }
        yield wanted.size() < AT_ONCE ? Progress.DONE : Progress.MORE;
      }
    };
  }

  private boolean deliver(List<Entry<Logged>> entries) throws InterruptedException {
    // who it is may have changed since the last piece
    var crowd =
        new Crowd<TopicWish, TopicSubscription>(subscription.wish(), subscription.identity());
    List<Candidate> candidates = candidates(entries, crowd);
    List<Routed> changes = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (candidate.change != null) {
        changes.add(candidate.change);
      }
    }
    Answers answers = Answers.to(changes, judge, closed);
    for (Candidate candidate : candidates) {
      TopicEvent event =
          candidate.change == null
              ? candidate.judged
              : candidate.change.event(answers.of(candidate.change).sights().getFirst(), crowd);
      if (candidate.isGap()) {
        Telling.gap(subscription, candidate.before, candidate.position);
      }
      if (event != null && !subscription.receiver().event(event)) {
        at = candidate.before;
        return false;
      }
      at = candidate.position;
    }
    if (!entries.isEmpty()) {
      at = entries.getLast().position();
    }
    return true;
  }

  private List<Candidate> candidates(
      List<Entry<Logged>> entries, Crowd<TopicWish, TopicSubscription> crowd) {
    List<Candidate> candidates = new ArrayList<>();
    Position before = at;
    for (Entry<Logged> entry : entries) {
      Position position = entry.position();
      switch (entry.event().event()) {
        case Event.RowChanged(Change change) when DocumentChange.isIn(change) -> {
          var document = new DocumentEvents(entry, change);
          if (document.isGap() && ChangeTopics.mayBeOfDocuments(subscription.pattern())) {
            candidates.add(new Candidate(before, position, null, null));
          } else if (wants(document)) {
            candidates.add(new Candidate(before, position, document.event(), null));
          }
        }
        case Event.RowChanged(Change change) -> {
          Routed routed = match(entry, change, crowd);
          if (routed != null) {
            candidates.add(new Candidate(before, position, null, routed));
          }
        }
        case Event.Published published -> {
          if (!published.isExpired(clock.instant())
              && wants(published.publication().topic(), Batch.view(published.publication()))) {
            candidates.add(new Candidate(before, position, Batch.event(entry, published), null));
          }
        }
        case Event.CatalogChanged ignored -> {
          // old changes are judged by the rights of now
        }
      }
      before = position;
    }
    return candidates;
  }

  private @Nullable Routed match(
      Entry<Logged> entry, Change change, Crowd<TopicWish, TopicSubscription> crowd) {
    List<Topic> places = ChangeTopics.of(change);
    if (Batch.isOwn(change) || change.kind() == ChangeKind.TRUNCATE || places.isEmpty()) {
      return null;
    }
    if (places.stream().noneMatch(subscription.pattern()::matches)) {
      return null;
    }
    EventView view = Batch.view(change, places.getFirst());
    if (subscription.filter().judge(view) != Verdict.MATCH) {
      return null;
    }
    var routed = new Routed(entry.position(), change, entry.event().sequence(), places);
    routed.want(crowd);
    return routed;
  }

  private boolean wants(Topic topic, EventView view) {
    return subscription.pattern().matches(topic)
        && subscription.filter().judge(view) == Verdict.MATCH;
  }

  private boolean wants(DocumentEvents document) {
    return document.isSeenBy(subscription)
        && document.topics().stream().anyMatch(topic -> wants(topic, document.view()));
  }
}
