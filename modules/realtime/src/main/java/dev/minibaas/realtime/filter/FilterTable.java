package dev.minibaas.realtime.filter;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The subscribers of one place by their filters: equal filters are judged once. */
final class FilterTable<F, S> {
  private final Function<F, Optional<Anchor>> anchors;
  private final Map<F, Group<F, S>> groups = new HashMap<>();

  /** Each costs a look at every event of the place. */
  static final int MAX_FIELDS = 64;

  private final AnchorIndex<Group<F, S>> index = new AnchorIndex<>();

  /** Compared by identity. */
  private static final class Group<F, S> {
    private final F filter;
    private final Set<S> subscribers = new LinkedHashSet<>();

    private Group(F filter) {
      this.filter = filter;
    }
  }

  FilterTable(Function<F, Optional<Anchor>> anchors) {
    this.anchors = anchors;
  }

  int size() {
    return groups.size();
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /**
   * Whether it is new.
   *
   * @throws InvalidFilter when it would be found by a field too many
   */
  boolean add(F filter, S subscriber) {
    Group<F, S> group = groups.get(filter);
    if (group == null) {
      Optional<Anchor> anchor = anchors.apply(filter);
      anchor.ifPresent(this::refuseOneFieldTooMany);
      group = new Group<>(filter);
      groups.put(filter, group);
      index.add(group, anchor);
    }
    return group.subscribers.add(subscriber);
  }

  private void refuseOneFieldTooMany(Anchor anchor) {
    if (index.fields().size() >= MAX_FIELDS && !index.fields().contains(anchor.field())) {
      throw new InvalidFilter(
          "the filters of one topic or table use at most " + MAX_FIELDS + " fields");
    }
  }

  /** Whether it was there. */
  boolean remove(F filter, S subscriber) {
    Group<F, S> group = groups.get(filter);
    if (group == null || !group.subscribers.remove(subscriber)) {
      return false;
    }
    if (group.subscribers.isEmpty()) {
      groups.remove(filter);
      index.remove(group, anchors.apply(filter));
    }
    return true;
  }

  /** Returns how many filters were judged. */
  int match(
      Function<String, Optional<Reading>> reading,
      Function<F, Verdict> judge,
      Matches<? super F, ? super S> matches) {
    int[] judged = {0};
    index.candidates(
        reading,
        group -> {
          judged[0]++;
          Verdict verdict = judge.apply(group.filter);
          if (verdict != Verdict.NO_MATCH) {
            group.subscribers.forEach(
                subscriber -> matches.accept(subscriber, group.filter, verdict));
          }
        });
    return judged[0];
  }
}
