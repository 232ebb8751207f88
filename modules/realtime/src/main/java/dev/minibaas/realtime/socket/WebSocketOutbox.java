package dev.minibaas.realtime.socket;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.phoenix.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends one frame after the other: the server drops one that is sent before the last is done. Time
 * limits are kept by {@link #check}, which one task calls for all connections.
 */
final class WebSocketOutbox implements Outbox {
  private static final Logger LOG = Log.of(WebSocketOutbox.class);

  /** Frames after which the thread is given back, so that one client doesn't keep it. */
  private static final int TURN = 64;

  private static final int TRY_AGAIN_LATER = 1013;
  private static final int INTERNAL_ERROR = 1011;

  private final Remote remote;
  private final Executor executor;
  private final OutboxLimits limits;
  private final LongSupplier nanoTime;

  /** Null while nothing is waiting: most connections are idle. */
  private @Nullable ArrayDeque<Waiting> queue;

  private int events;
  private int answers;
  private @Nullable List<Runnable> whenRoom;
  private boolean isPumping;
  private boolean isWriting;
  private long writingSince;
  private int slowWrites;
  private @Nullable Goodbye goodbye;
  private boolean isGone;

  private sealed interface Waiting {}

  /**
   * @param frame makes the frame
   * @param dropped whom to tell when it isn't sent; null for one that may not be dropped
   */
  private record Event(Supplier<Frame> frame, @Nullable Runnable dropped) implements Waiting {}

  private record Answer(Frame frame) implements Waiting {}

  private record Ping() implements Waiting {}

  private record Goodbye(int code, String reason, long since) {}

  WebSocketOutbox(Remote remote, Executor executor, OutboxLimits limits, LongSupplier nanoTime) {
    this.remote = remote;
    this.executor = executor;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  @Override
  public boolean offer(Supplier<Frame> event) {
    synchronized (this) {
      if (isClosed() || events >= limits.events()) {
        return false;
      }
      put(new Event(event, null));
    }
    return true;
  }

  @Override
  public void offerDroppingOldest(Supplier<Frame> event, Runnable dropped) {
    Runnable told = null;
    synchronized (this) {
      if (isClosed()) {
        return;
      }
      if (events >= limits.events()) {
        told = dropOldest();
      }
      if (events < limits.events()) {
        put(new Event(event, dropped));
      } else {
        told = dropped;
      }
    }
    if (told != null) {
      told.run();
    }
  }

  /** The oldest event that may be dropped; an event that was taken for good stays. */
  private @Nullable Runnable dropOldest() {
    if (queue == null) {
      return null;
    }
    for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); ) {
      if (all.next() instanceof Event(Supplier<Frame> ignored, Runnable dropped)
          && dropped != null) {
        all.remove();
        events--;
        return dropped;
      }
    }
    return null;
  }

  @Override
  public synchronized void whenRoom(Runnable then) {
    if (isClosed()) {
      return;
    }
    if (hasRoom()) {
      executor.execute(then);
      return;
    }
    if (whenRoom == null) {
      whenRoom = new ArrayList<>(1);
    }
    whenRoom.add(then);
  }

  private boolean hasRoom() {
    return events * 2 < limits.events();
  }

  @Override
  public void tell(Frame frame) {
    synchronized (this) {
      if (isClosed()) {
        return;
      }
      if (answers < limits.answers()) {
        put(new Answer(frame));
        return;
      }
      closeWithoutTheRest(TRY_AGAIN_LATER, "answers are not read");
    }
  }

  /** Asks whether the client is there, unless so much is waiting that writing will show it. */
  synchronized void ping() {
    if (!isClosed() && answers < limits.answers()) {
      put(new Ping());
    }
  }

  @Override
  public synchronized void close(int code, String reason) {
    if (isClosed()) {
      return;
    }
    goodbye = new Goodbye(code, reason, nanoTime.getAsLong());
    whenRoom = null;
    pumpSoon();
  }

  /** Nothing may be sent any more as if nothing were missing. */
  private synchronized void closeWithoutTheRest(int code, String reason) {
    clear();
    close(code, reason);
  }

  @Override
  public synchronized boolean isClosed() {
    return goodbye != null || isGone;
  }

  /** The connection is no more. */
  synchronized void gone() {
    isGone = true;
    whenRoom = null;
    clear();
  }

  /**
   * Closes a client that takes too long for a write, or cuts it off when even that takes too long.
   */
  void check() {
    boolean isLate;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      boolean isStuck = isWriting && now - writingSince > limits.write().toNanos();
      isLate =
          !isGone
              && (isStuck || (goodbye != null && now - goodbye.since() > limits.close().toNanos()));
    }
    if (isLate) {
      cut();
    }
  }

  private void cut() {
    gone();
    remote.abort();
  }

  private void put(Waiting waiting) {
    if (queue == null) {
      queue = new ArrayDeque<>(4);
    }
    queue.add(waiting);
    if (waiting instanceof Event) {
      events++;
    } else {
      answers++;
    }
    pumpSoon();
  }

  private void clear() {
    queue = null;
    events = 0;
    answers = 0;
  }

  private synchronized void pumpSoon() {
    if (!isPumping) {
      isPumping = true;
      executor.execute(this::pump);
    }
  }

  private void pump() {
    for (int i = 0; i < TURN; i++) {
      Waiting next = next();
      if (next == null || !send(next)) {
        return;
      }
    }
    executor.execute(this::pump);
  }

  /** The next to be sent; null when there is none, and then nothing is pumped any more. */
  private @Nullable Waiting next() {
    List<Runnable> roomy = List.of();
    Waiting next = null;
    Goodbye last = null;
    synchronized (this) {
      if (queue != null) {
        next = queue.poll();
      }
      if (next == null) {
        queue = null;
        isPumping = false;
        last = isGone ? null : goodbye;
      } else if (next instanceof Event) {
        events--;
      } else {
        answers--;
      }
      if (whenRoom != null && hasRoom()) {
        roomy = whenRoom;
        whenRoom = null;
      }
    }
    roomy.forEach(executor::execute);
    if (last != null) {
      remote.close(last.code(), last.reason());
    }
    return next;
  }

  /** True when it is done already; otherwise whoever finishes it goes on pumping. */
  private boolean send(Waiting waiting) {
    Consumer<Consumer<@Nullable Throwable>> write;
    try {
      write = write(waiting);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a frame could not be made", e);
      closeWithoutTheRest(INTERNAL_ERROR, "internal error");
      return true;
    }
    synchronized (this) {
      isWriting = true;
      writingSince = nanoTime.getAsLong();
    }
    var sending = new Sending();
    try {
      write.accept(sending);
    } catch (RuntimeException e) {
      sending.accept(e);
    }
    return sending.isDoneAlready();
  }

  private Consumer<Consumer<@Nullable Throwable>> write(Waiting waiting) {
    return switch (waiting) {
      case Event event -> write(event.frame().get());
      case Answer(Frame frame) -> write(frame);
      case Ping ignored -> remote::ping;
    };
  }

  private Consumer<Consumer<@Nullable Throwable>> write(Frame frame) {
    return done -> remote.send(frame, done);
  }

  private void written(@Nullable Throwable failure) {
    synchronized (this) {
      isWriting = false;
      // with room left it may as well be the server that is busy
      boolean isSlow = !hasRoom() && nanoTime.getAsLong() - writingSince > limits.slow().toNanos();
      slowWrites = isSlow ? slowWrites + 1 : 0;
      if (slowWrites > limits.slowWrites()) {
        closeWithoutTheRest(TRY_AGAIN_LATER, "too slow");
      }
    }
    if (failure != null) {
      LOG.log(Level.FINE, "a client is gone", failure);
      cut();
    }
  }

  /** Whether a write was done before the call that started it returned: then the loop goes on. */
  private final class Sending implements Consumer<@Nullable Throwable> {
    private enum State {
      STARTED,
      RETURNED,
      DONE
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTED);

    @Override
    public void accept(@Nullable Throwable failure) {
      if (state.get() == State.DONE) {
        return;
      }
      written(failure); // before the next one can start
      if (state.getAndSet(State.DONE) == State.RETURNED) {
        executor.execute(WebSocketOutbox.this::pump);
      }
    }

    boolean isDoneAlready() {
      return !state.compareAndSet(State.STARTED, State.RETURNED);
    }
  }
}
