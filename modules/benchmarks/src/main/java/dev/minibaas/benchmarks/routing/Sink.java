package dev.minibaas.benchmarks.routing;

import dev.minibaas.realtime.phoenix.Frame;
import dev.minibaas.realtime.socket.Outbox;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a measured event ends: it is counted and kept, and the frame is not made. */
final class Sink implements Outbox {
  private long events;
  private @Nullable Supplier<Frame> last;

  @Override
  public boolean offer(Supplier<Frame> event) {
    last = event;
    events++;
    return true;
  }

  /** To be asked when nothing is on its way. */
  long events() {
    return events;
  }

  /** What came with the subscription doesn't count; to be asked at such a time, too. */
  void reset() {
    events = 0;
    last = null;
  }

  /** The frame that would go out last. */
  @Nullable Frame frame() {
    return last == null ? null : last.get();
  }

  @Override
  public void tell(Frame frame) {
    // answers to subscribing
  }

  @Override
  public void offerDroppingOldest(Supplier<Frame> event, Runnable dropped) {
    throw new IllegalStateException("nobody has asked for drop_oldest");
  }

  @Override
  public void whenRoom(Runnable then) {
    throw new IllegalStateException("there is always room");
  }

  @Override
  public void close(int code, String reason) {
    throw new IllegalStateException("closed with " + code + ": " + reason);
  }

  @Override
  public boolean isClosed() {
    return false;
  }
}
