package dev.minibaas.realtime.hub;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** How matching events with filters goes. Counted by the hub's thread, and read by any. */
final class FilterFigures {
  private static final Duration SLOW = Duration.ofMillis(5);

  private final LongAdder added = new LongAdder();
  private final LongAdder removed = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final AtomicLong filters = new AtomicLong();
  private final LongAdder evaluations = new LongAdder();
  private final LongAdder empty = new LongAdder();
  private final LongAdder matches = new LongAdder();
  private final LongAdder slow = new LongAdder();
  private final AtomicLong last = new AtomicLong();
  private final LongAccumulator peak = new LongAccumulator(Math::max, 0);

  void added(int filtersNow) {
    added.increment();
    filters.set(filtersNow);
  }

  void removed(int filtersNow) {
    removed.increment();
    filters.set(filtersNow);
  }

  void rejected() {
    rejected.increment();
  }

  /** One event was held against the filters. */
  void evaluated(Duration took, int matched) {
    evaluations.increment();
    matches.add(matched);
    if (matched == 0) {
      empty.increment();
    }
    if (took.compareTo(SLOW) > 0) {
      slow.increment();
    }
    long micros = took.toNanos() / 1000;
    last.set(micros);
    peak.accumulate(micros);
  }

  FilterIndex now() {
    return new FilterIndex(
        added.sum(),
        removed.sum(),
        rejected.sum(),
        filters.get(),
        evaluations.sum(),
        empty.sum(),
        matches.sum(),
        last.get(),
        peak.get(),
        slow.sum());
  }
}
