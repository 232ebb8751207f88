package dev.minibaas.realtime.log;

import dev.minibaas.realtime.change.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest events in the order of their positions, within limits. Whoever says how far they are
 * gets what follows, or is told of a gap: never less than everything without a word.
 *
 * <p>Changes come from a source that may tell them again after a break; what the log has had is not
 * appended twice. {@link #confirmable()} says what the source need never tell again, also not to
 * the log of a node that takes over.
 *
 * @param <E> the events
 */
public final class ChangeLog<E> {
  private static final long BETWEEN_MARKS = TimeUnit.SECONDS.toNanos(1);

  private final LogLimits limits;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();

  private final TreeMap<Position, Kept<E>> entries = new TreeMap<>();
  private final Deque<Mark> marks = new ArrayDeque<>();
  private long era;
  private boolean begun;
  private long bytes;

  /** Everything after it is here. */
  private Position floor = Position.START;

  /** Nothing that was before it will be appended any more. */
  private Position last = Position.START;

  /** No position of the database is beyond. */
  private long head;

  /** Where the database was when the source began. */
  private long sourceHead;

  private long confirmable;

  private record Kept<E>(Entry<E> entry, int size, long at) {}

  /** What was reached when. */
  private record Mark(long commit, long at) {}

  /**
   * @param era a number that no other log has, for example a random one; positive
   */
  public ChangeLog(LogLimits limits, long era) {
    this(limits, era, System::nanoTime);
  }

  /**
   * @param nanoTime by which entries get old
   */
  public ChangeLog(LogLimits limits, long era, LongSupplier nanoTime) {
    if (era <= 0) {
      throw new IllegalArgumentException("era " + era);
    }
    this.limits = limits;
    this.era = era;
    this.nanoTime = nanoTime;
  }

  /**
   * The source begins, or begins again after a break.
   *
   * @param from what was committed there or later can be told. If that leaves a hole behind what
   *     the log has, the log drops what it has, so that everyone is told of the gap.
   * @param databaseHead where the database is now: positions beyond are none of its own. If the log
   *     is beyond, the database has been set back, and the log drops what it has, too.
   * @return what was committed there or later is to be told, not all of which is new
   */
  public long begin(long from, long databaseHead) {
    lock.lock();
    try {
      boolean setBack = Long.compareUnsigned(databaseHead, last.commit()) < 0;
      if (!begun || setBack || Long.compareUnsigned(from, last.commit()) > 0) {
        dropUpTo(new Position(from, 0, era, 0));
      }
      head = setBack ? databaseHead : later(head, databaseHead);
      sourceHead = databaseHead;
      begun = true;
      return last.commit();
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on this is the copy of a log whose window begins after a place; what was here before
   * is dropped, so that everyone who isn't there is told of a gap.
   *
   * @param place its era is this log's from now on
   * @param databaseHead no position of the database is beyond
   * @param sourceHasBegun whether a source has told that log anything
   */
  public void continueAfter(Position place, long databaseHead, boolean sourceHasBegun) {
    if (place.era() <= 0) {
      throw new IllegalArgumentException("era " + place.era());
    }
    lock.lock();
    try {
      era = place.era();
      dropUpTo(place);
      head = later(databaseHead, place.commit());
      sourceHead = databaseHead;
      begun = sourceHasBegun;
    } finally {
      lock.unlock();
    }
  }

  private void dropUpTo(Position place) {
    entries.clear();
    marks.clear();
    bytes = 0;
    floor = place;
    last = place;
    confirmable = place.commit();
    appended.signalAll();
  }

  /**
   * Appends a change of the database.
   *
   * @return false if the log has had it
   */
  public boolean append(Position position, E event, int size) {
    lock.lock();
    try {
      if (!begun) {
        throw new IllegalStateException("a change before the source has begun");
      }
      if (position.isPublished()) {
        throw new IllegalArgumentException("a change at the position of a published event");
      }
      if (position.compareTo(last) <= 0) {
        return false;
      }
      add(position.inEra(era), event, size);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Appends an event that isn't from the database, after what is here now. */
  public Position publish(E event, int size) {
    lock.lock();
    try {
      var position = new Position(last.commit(), last.index(), era, last.published() + 1);
      add(position, event, size);
      return position;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends an event that isn't from the database where the log has it that this one copies.
   *
   * @return false if the log has had it
   */
  public boolean appendPublished(Position position, E event, int size) {
    lock.lock();
    try {
      if (!position.isPublished() || position.era() != era) {
        throw new IllegalArgumentException("no published event of this era: " + position);
      }
      if (position.compareTo(last) <= 0) {
        return false;
      }
      add(position, event, size);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void add(Position position, E event, int size) {
    long now = nanoTime.getAsLong();
    entries.put(position, new Kept<>(new Entry<>(position, event), size, now));
    bytes += size;
    last = position;
    head = later(head, position.commit());
    expire(now);
    appended.signalAll();
  }

  /** The source has told everything that was committed before this place. */
  public void reached(long commit) {
    lock.lock();
    try {
      if (Long.compareUnsigned(commit, last.commit()) > 0) {
        last = new Position(commit, 0, era, 0);
        head = later(head, commit);
      }
      long now = nanoTime.getAsLong();
      if (marks.isEmpty() || now - marks.getLast().at >= BETWEEN_MARKS) {
        marks.addLast(new Mark(last.commit(), now));
      }
      expire(now);
    } finally {
      lock.unlock();
    }
  }

  /** Where one stands who wants only what comes from now on. */
  public Position newest() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** Whether everything that was committed before this place is here, or was. */
  public boolean covers(long commit) {
    lock.lock();
    try {
      return begun && Long.compareUnsigned(last.commit(), commit) >= 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether what was committed before the source began is here, or was: whoever begins now and
   * takes what comes gets no old events.
   */
  public boolean isCurrent() {
    lock.lock();
    try {
      return begun && Long.compareUnsigned(last.commit(), sourceHead) >= 0;
    } finally {
      lock.unlock();
    }
  }

  /** At most so many events after a position. */
  public Reading<E> read(Position after, int most) {
    lock.lock();
    try {
      expire(nanoTime.getAsLong());
      Reading.Gap<E> gap = gap(after);
      return gap == null ? new Reading.Events<>(following(after, most)) : gap;
    } finally {
      lock.unlock();
    }
  }

  private Reading.@Nullable Gap<E> gap(Position after) {
    if (begun && Long.compareUnsigned(after.commit(), head) > 0) {
      return new Reading.Gap<>(Reading.Reason.UNKNOWN, floor);
    }
    if (after.compareTo(floor) < 0) {
      return new Reading.Gap<>(Reading.Reason.TOO_OLD, floor);
    }
    if (after.era() != era && after.era() != 0) {
      var sameChange = new Position(after.commit(), after.index(), era, 0);
      return new Reading.Gap<>(Reading.Reason.PUBLISHED_LOST, sameChange);
    }
    return null;
  }

  private List<Entry<E>> following(Position after, int most) {
    List<Entry<E>> following = new ArrayList<>();
    for (Kept<E> kept : entries.tailMap(after, false).values()) {
      if (following.size() == most) {
        break;
      }
      following.add(kept.entry);
    }
    return following;
  }

  /**
   * Waits until reading after a position has something to say: an event, or that there is a gap.
   *
   * @return false if there was nothing in time
   */
  public boolean await(Position after, Duration most) throws InterruptedException {
    return await(after, most, () -> false);
  }

  /**
   * The same, or until something else is so; who makes it so calls {@link #wake()}.
   *
   * @return false if neither was in time
   */
  public boolean await(Position after, Duration most, BooleanSupplier other)
      throws InterruptedException {
    long left = most.toNanos();
    lock.lockInterruptibly();
    try {
      while (hasNothingFor(after) && !other.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = appended.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets those who wait for something else look at it. */
  public void wake() {
    lock.lock();
    try {
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasNothingFor(Position after) {
    return gap(after) == null && (entries.isEmpty() || entries.lastKey().compareTo(after) <= 0);
  }

  /**
   * What was committed before this place is out of the window. A source that is told so tells
   * everything later again to whoever takes over, who then has the same window.
   */
  public long confirmable() {
    lock.lock();
    try {
      expire(nanoTime.getAsLong());
      if (entries.isEmpty()) {
        return confirmable;
      }
      return earlier(confirmable, entries.firstKey().commit());
    } finally {
      lock.unlock();
    }
  }

  /** Of all that is kept, by the sizes that it was appended with. */
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** The newest entry stays, however large, so that those who wait for it get it. */
  private void expire(long now) {
    long oldest = now - limits.age().toNanos();
    while (!entries.isEmpty() && isOver(entries.firstEntry(), oldest)) {
      Map.Entry<Position, Kept<E>> gone = entries.pollFirstEntry();
      bytes -= gone.getValue().size;
      floor = gone.getKey();
      confirmable = later(confirmable, floor.commit());
    }
    while (!marks.isEmpty() && marks.getFirst().at - oldest < 0) {
      confirmable = later(confirmable, marks.removeFirst().commit);
    }
  }

  private boolean isOver(Map.Entry<Position, Kept<E>> entry, long oldest) {
    return entry.getValue().at - oldest < 0 || (bytes > limits.bytes() && entries.size() > 1);
  }

  private static long later(long one, long other) {
    return Long.compareUnsigned(one, other) >= 0 ? one : other;
  }

  private static long earlier(long one, long other) {
    return Long.compareUnsigned(one, other) <= 0 ? one : other;
  }
}
