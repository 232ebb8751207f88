package dev.minibaas.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.change.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
  private static final Duration AGE = Duration.ofMinutes(5);
  private static final int ERA = 7;
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it wraps around
  private final ChangeLog<String> log = log(1000, ERA);

  private ChangeLog<String> log(long bytes, long era) {
    return new ChangeLog<>(new LogLimits(bytes, AGE), era, now::get);
  }

  @Test
  void whoSaysHowFarTheyAreGetsWhatFollowsInOrder() {
    log.begin(100, 100);
    append(110, 1, "a");
    append(110, 2, "b");
    Position published = log.publish("p", 1);
    append(120, 1, "c");
    assertThat(events(new Position(100, 0, ERA, 0))).containsExactly("a", "b", "p", "c");
    assertThat(events(new Position(110, 1, ERA, 0))).containsExactly("b", "p", "c");
    assertThat(events(new Position(110, 2, ERA, 0))).containsExactly("p", "c");
    assertThat(events(published)).containsExactly("c");
    assertThat(events(new Position(120, 1, ERA, 0))).isEmpty();
    assertThat(events(log.newest())).isEmpty();
  }

  @Test
  void readingIsCutIntoPieces() {
    log.begin(100, 100);
    for (int i = 1; i <= 10; i++) {
      append(200, i, "e" + i);
    }
    List<String> all = new ArrayList<>();
    Position at = new Position(100, 0, ERA, 0);
    while (log.read(at, 3) instanceof Reading.Events<String>(var entries) && !entries.isEmpty()) {
      assertThat(entries).hasSizeLessThanOrEqualTo(3);
      entries.forEach(entry -> all.add(entry.event()));
      at = entries.getLast().position();
    }
    assertThat(all).hasSize(10).startsWith("e1", "e2").endsWith("e10");
  }

  @Test
  void whatIsToldAgainIsNotAppendedAgain() {
    log.begin(100, 100);
    append(110, 1, "a");
    append(110, 2, "b");
    log.reached(115);
    log.begin(100, 130);
    assertThat(log.append(Position.ofChange(110, 1), "a", 1)).isFalse();
    assertThat(log.append(Position.ofChange(110, 2), "b", 1)).isFalse();
    log.reached(115);
    assertThat(log.append(Position.ofChange(120, 1), "c", 1)).isTrue();
    assertThat(events(new Position(100, 0, ERA, 0))).containsExactly("a", "b", "c");
  }

  @Test
  void aTransactionThatBrokeOffIsCompleted() {
    log.begin(100, 100);
    append(110, 1, "a");
    Position published = log.publish("p", 1);
    log.begin(105, 130);
    assertThat(log.append(Position.ofChange(110, 1), "a", 1)).isFalse();
    assertThat(log.append(Position.ofChange(110, 2), "b", 1)).isTrue();
    assertThat(events(published)).containsExactly("b");
  }

  @Test
  void whoIsTooFarBehindIsTold() {
    log.begin(100, 100);
    for (int i = 1; i <= 10; i++) {
      log.append(Position.ofChange(100 + i, 1), "e" + i, 300);
    }
    assertThat(log.bytes()).isLessThanOrEqualTo(1000);
    assertThat(log.read(new Position(106, 1, ERA, 0), 10))
        .isEqualTo(gap(Reading.Reason.TOO_OLD, new Position(107, 1, ERA, 0)));
    assertThat(events(new Position(107, 1, ERA, 0))).containsExactly("e8", "e9", "e10");
  }

  @Test
  void oneThatIsLargerThanTheLogIsStillRead() {
    log.begin(100, 100);
    log.append(Position.ofChange(101, 1), "small", 10);
    log.append(Position.ofChange(102, 1), "huge", 1_000_000);
    assertThat(events(new Position(101, 1, ERA, 0))).containsExactly("huge");
    log.append(Position.ofChange(103, 1), "small", 10);
    assertThat(events(new Position(102, 1, ERA, 0))).containsExactly("small");
    assertThat(log.bytes()).isEqualTo(10);
  }

  @Test
  void whatIsTooOldGoes() {
    log.begin(100, 100);
    append(110, 1, "a");
    pass(AGE.minusSeconds(1));
    append(120, 1, "b");
    assertThat(events(new Position(100, 0, ERA, 0))).containsExactly("a", "b");
    pass(Duration.ofSeconds(2));
    assertThat(log.read(new Position(100, 0, ERA, 0), 10))
        .isEqualTo(gap(Reading.Reason.TOO_OLD, new Position(110, 1, ERA, 0)));
    assertThat(events(new Position(110, 1, ERA, 0))).containsExactly("b");
  }

  @Test
  void onlyWhatIsOutOfTheWindowMayBeConfirmed() {
    log.begin(100, 100);
    assertThat(log.confirmable()).isEqualTo(100);
    append(110, 1, "a");
    log.reached(115);
    assertThat(log.confirmable()).isEqualTo(100);
    pass(AGE.minusSeconds(1));
    append(120, 1, "b");
    log.reached(125);
    assertThat(log.confirmable()).isEqualTo(100);
    pass(Duration.ofSeconds(2));
    assertThat(log.confirmable()).isEqualTo(115);
    pass(AGE);
    assertThat(log.confirmable()).isEqualTo(125);
  }

  @Test
  void theWindowOfAnIdleLogMovesToo() {
    log.begin(100, 100);
    for (int minute = 1; minute <= 20; minute++) {
      log.reached(100 + minute);
      pass(Duration.ofMinutes(1));
    }
    assertThat(log.confirmable()).isEqualTo(115);
    assertThat(events(new Position(103, 0, ERA, 0))).isEmpty();
    assertThat(log.newest()).isEqualTo(new Position(120, 0, ERA, 0));
  }

  @Test
  void aLogThatIsFilledFromWhatWasConfirmedGoesOnWhereTheOtherOneWas() {
    log.begin(100, 100);
    for (int i = 1; i <= 8; i++) {
      log.append(Position.ofChange(100 + i, 1), "e" + i, 300);
      log.reached(101 + i);
    }
    Position seen = new Position(106, 1, ERA, 0);
    long confirmed = log.confirmable();
    assertThat(confirmed).isEqualTo(105);

    ChangeLog<String> next = log(1000, ERA + 1);
    next.begin(confirmed, 109);
    for (int i = 5; i <= 8; i++) {
      next.append(Position.ofChange(100 + i, 1), "e" + i, 300);
    }
    Reading<String> first = next.read(seen, 10);
    assertThat(first).isEqualTo(gap(Reading.Reason.PUBLISHED_LOST, seen));
    Position continued = ((Reading.Gap<String>) first).continueAt();
    assertThat(continued.era()).isEqualTo(ERA + 1);
    assertThat(events(next, continued)).containsExactly("e7", "e8");
  }

  @Test
  void afterAnotherErasPublishedEventComesEverythingOfThisOne() {
    log.begin(100, 100);
    append(110, 1, "a");
    log.publish("p1", 1);
    Position seen = log.publish("p2", 1);
    for (long era : List.of(ERA - 1, ERA + 1)) {
      ChangeLog<String> next = log(1000, era);
      next.begin(100, 111);
      next.append(Position.ofChange(110, 1), "a", 1);
      next.publish("q", 1);
      next.append(Position.ofChange(110, 2), "b", 1);
      var gap = (Reading.Gap<String>) next.read(seen, 10);
      assertThat(gap.reason()).isEqualTo(Reading.Reason.PUBLISHED_LOST);
      assertThat(events(next, gap.continueAt())).containsExactly("q", "b");
    }
  }

  @Test
  void aPositionThatIsYetToBeFilledIsWaitedForAndOneOfAnotherDatabaseIsNot() {
    log.begin(100, 200);
    append(110, 1, "a");
    assertThat(events(new Position(150, 2, ERA, 0))).isEmpty();
    append(150, 1, "old");
    append(150, 2, "seen");
    append(150, 3, "new");
    assertThat(events(new Position(150, 2, ERA, 0))).containsExactly("new");
    assertThat(log.read(new Position(201, 1, ERA, 0), 10))
        .isEqualTo(gap(Reading.Reason.UNKNOWN, new Position(100, 0, ERA, 0)));
  }

  @Test
  void aHoleInWhatTheSourceTellsIsAGapForEveryone() {
    log.begin(100, 100);
    append(110, 1, "a");
    log.reached(120);
    Position newest = log.newest();
    log.begin(130, 130);
    assertThat(log.read(newest, 10))
        .isEqualTo(gap(Reading.Reason.TOO_OLD, new Position(130, 0, ERA, 0)));
    assertThat(log.bytes()).isZero();
  }

  @Test
  void aDatabaseThatIsSetBackIsAGapForThoseWhoAreBeyond() throws Exception {
    log.begin(100, 100);
    append(110, 1, "a");
    Position newest = log.newest();
    log.begin(90, 95);
    assertThat(log.read(newest, 10))
        .isEqualTo(gap(Reading.Reason.UNKNOWN, new Position(90, 0, ERA, 0)));
    append(96, 1, "other");
    // what is there is told, and whoever waits is woken for it
    assertThat(log.read(newest, 10))
        .isEqualTo(gap(Reading.Reason.UNKNOWN, new Position(90, 0, ERA, 0)));
    assertThat(log.await(newest, Duration.ZERO)).isTrue();
    assertThat(events(new Position(90, 0, ERA, 0))).containsExactly("other");
  }

  @Test
  void whoWaitsIsWoken() throws Exception {
    log.begin(100, 100);
    Position at = log.newest();
    CompletableFuture<Boolean> woken = waiting(at);
    append(110, 1, "a");
    assertThat(woken.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(log.await(at, Duration.ZERO)).isTrue();
    assertThat(log.await(log.newest(), Duration.ofMillis(1))).isFalse();
    log.reached(120);
    assertThat(log.await(new Position(110, 1, ERA, 0), Duration.ZERO)).isFalse();
  }

  @Test
  void whoWaitsIsWokenByAGap() throws Exception {
    log.begin(100, 100);
    CompletableFuture<Boolean> woken = waiting(log.newest());
    log.begin(130, 130);
    assertThat(woken.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void itIsKnownWhatIsCovered() {
    assertThat(log.covers(0)).isFalse();
    log.begin(100, 200);
    assertThat(log.covers(100)).isTrue();
    assertThat(log.covers(101)).isFalse();
    log.reached(150);
    assertThat(log.covers(150)).isTrue();
    assertThat(log.covers(151)).isFalse();
  }

  @Test
  void manyReadersSeeEverythingOnceWhileTwoWrite() throws Exception {
    ChangeLog<String> large = log(1_000_000, ERA);
    large.begin(100, 100);
    Position start = large.newest();
    List<CompletableFuture<List<String>>> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      readers.add(CompletableFuture.supplyAsync(() -> follow(large, start, 4000), THREADS));
    }
    CompletableFuture<Void> publisher =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 2000; i++) {
                large.publish("p" + i, 1);
              }
            },
            THREADS);
    for (int i = 0; i < 2000; i++) {
      large.append(Position.ofChange(200 + i / 10, 1 + i % 10), "c" + i, 1);
    }
    publisher.get(60, TimeUnit.SECONDS);
    List<String> first = readers.getFirst().get(60, TimeUnit.SECONDS);
    assertThat(first).doesNotHaveDuplicates().hasSize(4000);
    for (var reader : readers) {
      assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(first);
    }
    assertThat(first.stream().filter(event -> event.startsWith("p")).toList())
        .startsWith("p0", "p1")
        .isSortedAccordingTo((one, other) ->
            Integer.compare(
                Integer.parseInt(one.substring(1)), Integer.parseInt(other.substring(1))));
  }

  @Test
  void aCopyHasTheEraAndThePositionsOfWhatItCopies() {
    log.continueAfter(new Position(110, 1, 9, 2), 200, true);
    Position published = new Position(110, 1, 9, 3);
    assertThat(log.appendPublished(published, "p", 1)).isTrue();
    assertThat(log.appendPublished(published, "p", 1)).isFalse();
    append(120, 1, "c");
    assertThat(events(new Position(110, 1, 9, 2))).containsExactly("p", "c");
    assertThat(events(published)).containsExactly("c");
    assertThat(log.newest()).isEqualTo(new Position(120, 1, 9, 0));
    assertThat(log.newest().era()).isEqualTo(9);
    assertThat(log.covers(120)).isTrue();
    assertThat(log.confirmable()).isEqualTo(110);
  }

  @Test
  void whatIsBeforeTheWindowOfACopyIsAGap() {
    log.begin(100, 100);
    append(110, 1, "a");
    Position place = new Position(110, 2, ERA, 1);
    log.continueAfter(place, 200, true);
    assertThat(log.bytes()).isZero();
    assertThat(log.read(new Position(110, 2, ERA, 0), 10))
        .isEqualTo(gap(Reading.Reason.TOO_OLD, place));
    assertThat(events(place)).isEmpty();
    assertThat(log.read(new Position(201, 1, ERA, 0), 10))
        .isEqualTo(gap(Reading.Reason.UNKNOWN, place));
  }

  @Test
  void anotherErasLogIsFilledAgainForThoseWhoWereThere() {
    log.begin(100, 100);
    append(110, 1, "a");
    append(110, 2, "b");
    Position seen = new Position(110, 1, ERA, 0);
    log.continueAfter(new Position(0, 0, 9, 0), 0, false);
    assertThat(log.covers(0)).isFalse();
    assertThatThrownBy(() -> append(110, 1, "a")).isInstanceOf(IllegalStateException.class);
    log.begin(100, 120);
    append(110, 1, "a");
    append(110, 2, "b");
    Position continued = new Position(110, 1, 9, 0);
    assertThat(log.read(seen, 10)).isEqualTo(gap(Reading.Reason.PUBLISHED_LOST, continued));
    assertThat(events(continued)).containsExactly("b");
  }

  @Test
  void onlyPublishedEventsOfTheEraAreCopiedAsSuch() {
    log.begin(100, 100);
    for (Position wrong : List.of(new Position(110, 1, ERA, 0), new Position(110, 1, 9, 1))) {
      assertThatThrownBy(() -> log.appendPublished(wrong, "p", 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> log.continueAfter(Position.START, 0, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSourceBeginsBeforeItTells() {
    assertThatThrownBy(() -> append(1, 1, "a")).isInstanceOf(IllegalStateException.class);
    log.begin(0, 0);
    assertThatThrownBy(() -> log.append(new Position(1, 1, ERA, 1), "a", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private CompletableFuture<Boolean> waiting(Position at) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return log.await(at, Duration.ofSeconds(60));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        THREADS);
  }

  private static List<String> follow(ChangeLog<String> log, Position start, int count) {
    List<String> seen = new ArrayList<>();
    Position at = start;
    try {
      while (seen.size() < count && log.await(at, Duration.ofSeconds(30))) {
        for (Entry<String> entry : ((Reading.Events<String>) log.read(at, 100)).entries()) {
          seen.add(entry.event());
          at = entry.position();
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return seen;
  }

  private void append(long commit, int index, String event) {
    assertThat(log.append(Position.ofChange(commit, index), event, 1)).isTrue();
  }

  private List<String> events(Position after) {
    return events(log, after);
  }

  private static List<String> events(ChangeLog<String> of, Position after) {
    Reading<String> reading = of.read(after, 100);
    assertThat(reading).isInstanceOf(Reading.Events.class);
    return ((Reading.Events<String>) reading).entries().stream().map(Entry::event).toList();
  }

  private static Reading<String> gap(Reading.Reason reason, Position continueAt) {
    return new Reading.Gap<>(reason, continueAt);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
