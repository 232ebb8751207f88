package dev.minibaas.realtime.own;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.hub.TopicEvent;
import dev.minibaas.realtime.hub.TopicReceiver;
import dev.minibaas.realtime.own.Subscription.Overflow;
import dev.minibaas.realtime.phoenix.Frame;
import dev.minibaas.realtime.socket.Outbox;
import jakarta.json.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscription's events on their way to the client. What doesn't get through is told as a gap.
 */
final class Subscriber implements TopicReceiver {
  private static final int TOO_SLOW = 1013;

  private final String name;
  private final Outbox outbox;
  private final LongSupplier nanoTime;
  private final String head;
  private final Overflow overflow;
  private final boolean drops;
  private final @Nullable Integer rateLimit;

  // guarded by this: hub and catching up take turns, but the outbox tells of losses when it likes
  /** Told up to here; for those who drop events. */
  private Position last = Position.START;

  private @Nullable Lost lost;
  private boolean stopped;
  private long second;
  private int inSecond;

  /** What the client has not been told of yet. */
  private record Lost(Position after, Position until) {
    private Lost and(Position otherAfter, Position otherUntil) {
      return new Lost(
          after.compareTo(otherAfter) < 0 ? after : otherAfter,
          until.compareTo(otherUntil) > 0 ? until : otherUntil);
    }
  }

  Subscriber(Subscription subscription, Outbox outbox, LongSupplier nanoTime) {
    this.name = subscription.name();
    this.outbox = outbox;
    this.nanoTime = nanoTime;
    this.overflow = subscription.overflow();
    this.drops = overflow == Overflow.DROP_NEWEST || overflow == Overflow.DROP_OLDEST;
    this.rateLimit = subscription.rateLimit();
    this.head = "{\"type\":\"EVENT\",\"sub_id\":" + Json.createValue(name) + ",\"event\":";
  }

  synchronized void stop() {
    stopped = true;
  }

  @Override
  public synchronized void began(long sequence, @Nullable Position position) {
    if (!stopped) {
      last = position == null ? Position.START : position;
      outbox.tell(
          new Frame.Text(new ServerMessage.Subscribed(name, sequence, text(position)).text()));
    }
  }

  @Override
  public synchronized boolean event(TopicEvent event) {
    if (stopped) {
      return true;
    }
    boolean taken = !isOverRate() && take(event);
    if (taken) {
      told(event.position());
      return true;
    }
    return switch (overflow) {
      case CATCH_UP -> false;
      case DROP_NEWEST, DROP_OLDEST -> {
        Position before = last;
        last = event.position();
        lost(before, event.position());
        yield true;
      }
      case DISCONNECT -> {
        stopped = true;
        outbox.close(TOO_SLOW, "too slow: the next event doesn't fit any more");
        yield true;
      }
    };
  }

  /** Remembers no more than is asked for later: with thousands of subscribers it is felt. */
  private void told(Position position) {
    if (drops) {
      last = position;
    }
    if (rateLimit != null) {
      inSecond++;
    }
  }

  private boolean take(TopicEvent event) {
    Supplier<Frame> frame = () -> new Frame.Text(head + event.json() + "}");
    if (overflow != Overflow.DROP_OLDEST) {
      return outbox.offer(frame);
    }
    Position before = last;
    outbox.offerDroppingOldest(frame, () -> lost(before, event.position()));
    return true;
  }

  private synchronized void lost(Position after, Position until) {
    Lost before = lost;
    lost = before == null ? new Lost(after, until) : before.and(after, until);
    if (before == null) {
      whenReady(this::tellLost);
    }
  }

  private synchronized void tellLost() {
    Lost told = lost;
    lost = null;
    if (!stopped && told != null) {
      tell(told.after, told.until);
    }
  }

  @Override
  public synchronized void gap(@Nullable Position after, Position until) {
    if (!stopped) {
      last = until;
      tell(after, until);
    }
  }

  private void tell(@Nullable Position after, Position until) {
    var gap = new ServerMessage.Gap(name, text(after), until.toString());
    outbox.tell(new Frame.Text(gap.text()));
  }

  private static @Nullable String text(@Nullable Position position) {
    return position == null || position.equals(Position.START) ? null : position.toString();
  }

  @Override
  public void whenReady(Runnable then) {
    if (rateLimit == null) {
      outbox.whenRoom(then);
    } else {
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
          .execute(() -> outbox.whenRoom(then));
    }
  }

  private boolean isOverRate() {
    if (rateLimit == null) {
      return false;
    }
    long now = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong());
    if (now != second) {
      second = now;
      inSecond = 0;
    }
    return inSecond >= rateLimit;
  }
}
