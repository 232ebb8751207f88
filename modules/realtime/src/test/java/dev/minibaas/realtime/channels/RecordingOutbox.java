package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.phoenix.Frame;
import dev.minibaas.realtime.socket.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Keeps what goes out; takes as many events as it is told to. */
final class RecordingOutbox implements Outbox {
  private final List<Frame> frames = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private int closeCode;

  @Override
  public synchronized boolean offer(Supplier<Frame> event) {
    if (isClosed() || room == 0) {
      return false;
    }
    room--;
    frames.add(event.get());
    return true;
  }

  @Override
  public void offerDroppingOldest(Supplier<Frame> event, Runnable dropped) {
    throw new AssertionError("no channel drops what others still wait for");
  }

  @Override
  public void whenRoom(Runnable then) {
    throw new AssertionError("no channel waits");
  }

  @Override
  public synchronized void tell(Frame frame) {
    if (!isClosed()) {
      frames.add(frame);
    }
  }

  @Override
  public synchronized void close(int code, String reason) {
    if (!isClosed()) {
      closeCode = code;
    }
  }

  @Override
  public synchronized boolean isClosed() {
    return closeCode != 0;
  }

  synchronized int closeCode() {
    return closeCode;
  }

  synchronized void room(int events) {
    room = events;
  }

  /** What came since the last time. */
  synchronized List<Frame> take() {
    List<Frame> taken = List.copyOf(frames);
    frames.clear();
    return taken;
  }
}
