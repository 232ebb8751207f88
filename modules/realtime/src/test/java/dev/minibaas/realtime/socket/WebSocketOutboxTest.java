package dev.minibaas.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.phoenix.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebSocketOutboxTest {
  private static final OutboxLimits LIMITS =
      new OutboxLimits(
          4, 3, Duration.ofMillis(500), Duration.ofMillis(100), 2, Duration.ofSeconds(2));

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Client client = new Client();
  private long now;
  private final WebSocketOutbox outbox = new WebSocketOutbox(client, tasks::add, LIMITS, () -> now);

  @Test
  void sendsOneAfterTheOtherAndMakesFramesOnlyThen() {
    List<String> made = new ArrayList<>();
    assertThat(outbox.offer(making("a", made))).isTrue();
    assertThat(outbox.offer(making("b", made))).isTrue();
    assertThat(made).isEmpty();
    run();
    assertThat(client.sent).containsExactly("a");
    assertThat(made).containsExactly("a");
    finish();
    assertThat(client.sent).containsExactly("a", "b");
  }

  @Test
  void takesNoMoreThanAllowedAndTellsWhenThereIsRoom() {
    fill();
    assertThat(outbox.offer(text("more"))).isFalse();
    List<String> room = new ArrayList<>();
    outbox.whenRoom(() -> room.add("room"));
    run();
    finish();
    assertThat(room).isEmpty();
    finish();
    assertThat(room).containsExactly("room");
    assertThat(outbox.offer(text("more"))).isTrue();
  }

  @Test
  void dropsTheOldestThatMayBeDropped() {
    List<String> dropped = new ArrayList<>();
    outbox.offer(text("kept"));
    for (String name : List.of("a", "b", "c", "d", "e")) {
      outbox.offerDroppingOldest(text(name), () -> dropped.add(name));
    }
    assertThat(dropped).containsExactly("a", "b");
    run();
    for (int i = 0; i < 3; i++) {
      finish();
    }
    assertThat(client.sent).containsExactly("kept", "c", "d", "e");
  }

  @Test
  void dropsTheNewOneWhenNoneOfTheOthersMayBe() {
    fill();
    List<String> dropped = new ArrayList<>();
    outbox.offerDroppingOldest(text("x"), () -> dropped.add("x"));
    assertThat(dropped).containsExactly("x");
  }

  @Test
  void answersThatWaitTooLongInLineCloseTheClient() {
    for (int i = 0; i < 3; i++) {
      outbox.tell(new Frame.Text("answer"));
    }
    assertThat(outbox.isClosed()).isFalse();
    outbox.tell(new Frame.Text("answer"));
    run();
    assertThat(client.closes).containsExactly(1013);
    assertThat(client.sent).isEmpty();
  }

  @Test
  void closesAfterWhatIsWaitingAndTakesNoMore() {
    outbox.offer(text("a"));
    outbox.close(1000, "bye");
    outbox.close(1011, "again");
    assertThat(outbox.offer(text("b"))).isFalse();
    run();
    assertThat(client.closes).isEmpty();
    finish();
    assertThat(client.sent).containsExactly("a");
    assertThat(client.closes).containsExactly(1000);
  }

  @Test
  void pingsInTurn() {
    outbox.offer(text("a"));
    outbox.ping();
    outbox.offer(text("b"));
    run();
    assertThat(client.sent).containsExactly("a");
    finish();
    finish();
    assertThat(client.sent).containsExactly("a", "ping", "b");
  }

  @Test
  void cutsAClientThatDoesNotLetItselfBeClosed() {
    outbox.close(1000, "bye");
    run();
    now += Duration.ofSeconds(2).toNanos();
    outbox.check();
    assertThat(client.aborts).isZero();
    now++;
    outbox.check();
    assertThat(client.aborts).isEqualTo(1);
    outbox.check();
    assertThat(client.aborts).isEqualTo(1);
  }

  @Test
  void cutsAWriteThatNeverEnds() {
    outbox.offer(text("a"));
    run();
    now += Duration.ofMillis(500).toNanos() + 1;
    outbox.check();
    assertThat(client.aborts).isEqualTo(1);
    assertThat(outbox.isClosed()).isTrue();
  }

  @Test
  void anIdleClientIsLeftAlone() {
    now += Duration.ofDays(1).toNanos();
    outbox.check();
    assertThat(outbox.isClosed()).isFalse();
  }

  @Test
  void slowWritesInARowCloseWhenEventsAreWaiting() {
    fill();
    slowWrites(2);
    outbox.offer(text("event"));
    run();
    finish();
    outbox.offer(text("event"));
    slowWrites(2);
    assertThat(outbox.isClosed()).isFalse();
    slowWrites(1);
    assertThat(client.closes).containsExactly(1013);
  }

  @Test
  void slowWritesWithNothingWaitingAreNotTheClientsFault() {
    for (int i = 0; i < 20; i++) {
      outbox.offer(text("event"));
      run();
      now += Duration.ofMillis(400).toNanos();
      finish();
    }
    assertThat(outbox.isClosed()).isFalse();
  }

  @Test
  void aWriteThatFailsCuts() {
    outbox.offer(text("a"));
    run();
    client.done.remove().accept(new IllegalStateException("gone"));
    run();
    assertThat(client.aborts).isEqualTo(1);
    assertThat(outbox.isClosed()).isTrue();
  }

  @Test
  void aFrameThatCannotBeMadeClosesAndNothingFollowsIt() {
    outbox.offer(() -> {
      throw new IllegalStateException("a frame of this test");
    });
    outbox.offer(text("b"));
    run();
    assertThat(client.sent).isEmpty();
    assertThat(client.closes).containsExactly(1011);
  }

  @Test
  void manyWritesThatAreDoneAtOnceDoNotDeepenTheStack() {
    client.isAtOnce = true;
    var large = new OutboxLimits(200_000, 1, LIMITS.write(), LIMITS.slow(), 1, LIMITS.close());
    var deep = new WebSocketOutbox(client, tasks::add, large, () -> now);
    for (int i = 0; i < 100_000; i++) {
      deep.offer(text("x"));
    }
    run();
    assertThat(client.sent).hasSize(100_000);
  }

  @Test
  void ofManyThreadsNothingIsLostDoubledOrOutOfOrder() throws InterruptedException {
    int threads = 4;
    int each = 20_000;
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      var racing = new Racing(pool, threads * each);
      var limits = new OutboxLimits(threads * each, 1, hour(), hour(), 1, hour());
      var shared = new WebSocketOutbox(racing, pool, limits, System::nanoTime);
      List<Thread> offering =
          IntStream.range(0, threads)
              .mapToObj(t -> Thread.ofPlatform().start(() -> offerAll(shared, t, each)))
              .toList();
      for (Thread thread : offering) {
        thread.join();
      }
      assertThat(racing.all.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(racing.overlaps).isEmpty();
      for (int t = 0; t < threads; t++) {
        String mine = t + ":";
        assertThat(racing.sent.stream().filter(text -> text.startsWith(mine)))
            .containsExactlyElementsOf(IntStream.range(0, each).mapToObj(i -> mine + i).toList());
      }
    }
  }

  private static Duration hour() {
    return Duration.ofHours(1);
  }

  private static void offerAll(WebSocketOutbox outbox, int thread, int count) {
    for (int i = 0; i < count; i++) {
      outbox.offer(text(thread + ":" + i));
    }
  }

  private void fill() {
    for (int i = 0; i < 4; i++) {
      assertThat(outbox.offer(text("event"))).isTrue();
    }
  }

  /** Each makes room for another event. */
  private void slowWrites(int count) {
    for (int i = 0; i < count; i++) {
      run();
      outbox.offer(text("event"));
      now += Duration.ofMillis(101).toNanos();
      finish();
    }
  }

  private void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void finish() {
    client.done.remove().accept(null);
    run();
  }

  private static Supplier<Frame> text(String text) {
    return () -> new Frame.Text(text);
  }

  private static Supplier<Frame> making(String text, List<String> made) {
    return () -> {
      made.add(text);
      return new Frame.Text(text);
    };
  }

  private static String textOf(Frame frame) {
    return ((Frame.Text) frame).text();
  }

  /** A client whose writes end when the test says so, or at once. */
  private static final class Client implements Remote {
    final List<String> sent = new ArrayList<>();
    final Queue<Consumer<@Nullable Throwable>> done = new ArrayDeque<>();
    final List<Integer> closes = new ArrayList<>();
    int aborts;
    boolean isAtOnce;

    @Override
    public void send(Frame frame, Consumer<@Nullable Throwable> whenDone) {
      sent.add(textOf(frame));
      if (isAtOnce) {
        whenDone.accept(null);
      } else {
        done.add(whenDone);
      }
    }

    @Override
    public void ping(Consumer<@Nullable Throwable> whenDone) {
      sent.add("ping");
      done.add(whenDone);
    }

    @Override
    public void close(int code, String reason) {
      closes.add(code);
    }

    @Override
    public void abort() {
      aborts++;
    }
  }

  /** Writes that end at once and on other threads, by turns; two at a time are noted. */
  private static final class Racing implements Remote {
    final Queue<String> sent = new ConcurrentLinkedQueue<>();
    final Queue<String> overlaps = new ConcurrentLinkedQueue<>();
    final CountDownLatch all;
    private final ExecutorService pool;
    private volatile @Nullable String current;

    Racing(ExecutorService pool, int count) {
      this.pool = pool;
      this.all = new CountDownLatch(count);
    }

    @Override
    public void send(Frame frame, Consumer<@Nullable Throwable> whenDone) {
      String text = textOf(frame);
      if (current != null) {
        overlaps.add(text);
      }
      current = text;
      sent.add(text);
      if (text.hashCode() % 3 == 0) {
        pool.execute(() -> end(whenDone));
      } else {
        end(whenDone);
      }
    }

    private void end(Consumer<@Nullable Throwable> whenDone) {
      current = null;
      whenDone.accept(null);
      all.countDown();
    }

    @Override
    public void ping(Consumer<@Nullable Throwable> whenDone) {
      whenDone.accept(null);
    }

    @Override
    public void close(int code, String reason) {
      overlaps.add("closed " + code);
    }

    @Override
    public void abort() {
      overlaps.add("aborted");
    }
  }
}
