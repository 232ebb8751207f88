package dev.minibaas.realtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.hub.EventBus.Receipt;
import dev.minibaas.realtime.hub.Logged;
import dev.minibaas.realtime.log.Entry;
import dev.minibaas.realtime.log.LogLimits;
import dev.minibaas.realtime.log.Reading;
import dev.minibaas.realtime.postgres.TellAgain;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

/** Several nodes in this process, with a real Redis. */
class RedisBusTest {
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
  private static final Position START = Position.ofChange(100, 0);

  private static RedisUnderTest redis;

  @BeforeAll
  static void start() throws IOException {
    redis = new RedisUnderTest();
  }

  @AfterAll
  static void stop() throws IOException {
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.flush();
  }

  private static Node node() throws InterruptedException {
    return new Node(redis.address());
  }

  @Test
  void everyNodeHasTheSameLog() throws Exception {
    try (Node a = node();
        Node b = node();
        Node c = node()) {
      a.bus.source().begin(100, 100);
      a.awaitCommit(100);
      var fromB = CompletableFuture.supplyAsync(() -> publish(b, "b", 200), THREADS);
      var fromC = CompletableFuture.supplyAsync(() -> publish(c, "c", 200), THREADS);
      for (int commit = 110; commit < 1110; commit += 10) {
        a.tell(commit, 10);
      }
      List<Receipt> receipts = new ArrayList<>(fromB.get(60, TimeUnit.SECONDS));
      receipts.addAll(fromC.get(60, TimeUnit.SECONDS));
      for (Node node : List.of(a, b, c)) {
        node.awaitCommit(1101);
        for (Receipt receipt : receipts) {
          node.awaitPosition(receipt.position());
        }
      }
      List<Entry<Logged>> ofA = a.after(START);
      assertThat(ofA).hasSize(1400);
      assertThat(a.textsAfter(START)).doesNotHaveDuplicates();
      assertThat(b.after(START)).isEqualTo(ofA);
      assertThat(c.after(START)).isEqualTo(ofA);
      assertThat(ofA).extracting(Entry::position).isSorted();
      assertThat(ofA).extracting(Entry::position).containsAll(positions(receipts));
      assertThat(sequences(ofA, "c")).isEqualTo(counting(1000));
      assertThat(sequences(ofA, "p\"b")).isEqualTo(counting(200));
      for (Entry<Logged> entry : ofA.subList(1390, 1400)) {
        assertThat(c.after(entry.position()))
            .isEqualTo(ofA.subList(ofA.indexOf(entry) + 1, ofA.size()));
      }
    }
  }

  private static List<Receipt> publish(Node node, String name, int count) {
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      receipts.add(node.bus.publish(Node.publication("chat/" + name, name + i, null)));
    }
    return receipts;
  }

  private static List<Position> positions(List<Receipt> receipts) {
    return receipts.stream().map(Receipt::position).toList();
  }

  private static List<Long> sequences(List<Entry<Logged>> entries, String prefix) {
    return entries.stream()
        .map(Entry::event)
        .filter(logged -> Node.text(logged.event()).startsWith(prefix))
        .map(Logged::sequence)
        .toList();
  }

  private static List<Long> counting(int to) {
    List<Long> numbers = new ArrayList<>();
    for (long i = 1; i <= to; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  @Test
  void aNodeThatStartsLaterHasWhatTheOthersHave() throws Exception {
    try (Node a = node()) {
      a.bus.source().begin(100, 100);
      a.tell(110, 600);
      a.awaitCommit(111);
      Position seen = a.bus.publish(Node.publication("chat/a", "1", null)).position();
      a.tell(120, 2);
      a.awaitCommit(121);
      try (Node b = node()) {
        b.awaitCommit(121);
        assertThat(b.after(START)).isEqualTo(a.after(START)).hasSize(603);
        assertThat(b.after(seen)).isEqualTo(a.after(seen));
        assertThat(b.bus.log().newest()).isEqualTo(a.bus.log().newest());
        assertThat(b.bus.log().covers(122)).isFalse();
      }
    }
  }

  @Test
  void whenTheWritingNodeIsGoneAnotherGoesOnWithoutLossAndWithoutDoubles() throws Exception {
    try (Node b = node()) {
      Node a = node();
      a.bus.source().begin(100, 100);
      for (int commit = 110; commit < 510; commit += 10) {
        a.tell(commit, 10);
      }
      b.awaitCommit(200);
      a.close();
      assertThat(b.bus.source().begin(150, 600)).isGreaterThanOrEqualTo(200);
      for (int commit = 150; commit < 610; commit += 10) {
        b.tell(commit, 10);
      }
      b.awaitCommit(601);
      List<String> expected = new ArrayList<>();
      for (int commit = 110; commit < 610; commit += 10) {
        for (int index = 1; index <= 10; index++) {
          expected.add("c" + commit + "/" + index);
        }
      }
      assertThat(b.textsAfter(START)).isEqualTo(expected);
    }
  }

  @Test
  void twoSourcesAtOnceTellEverythingOnce() throws Exception {
    try (Node a = node();
        Node b = node()) {
      a.bus.source().begin(100, 100);
      b.bus.source().begin(100, 100);
      CompletableFuture<Void> other = CompletableFuture.runAsync(() -> tellAll(b), THREADS);
      tellAll(a);
      other.get(60, TimeUnit.SECONDS);
      a.awaitCommit(2101);
      b.awaitCommit(2101);
      assertThat(a.textsAfter(START)).hasSize(2000).doesNotHaveDuplicates();
      assertThat(b.after(START)).isEqualTo(a.after(START));
    }
  }

  private static void tellAll(Node node) {
    for (int commit = 110; commit < 2110; commit += 10) {
      node.tell(commit, 10);
    }
  }

  @Test
  void theSameKeyIsTheSameEventOnEveryNode() throws Exception {
    try (Node a = node();
        Node b = node()) {
      Receipt first = a.bus.publish(Node.publication("chat/a", "1", "key"));
      Receipt again = b.bus.publish(Node.publication("chat/a", "2", "key"));
      Receipt other = b.bus.publish(Node.publication("chat/a", "3", "other key"));
      assertThat(again).isEqualTo(first);
      assertThat(first.id().version()).isEqualTo(7);
      assertThat(first.sequence()).isEqualTo(1);
      assertThat(other.sequence()).isEqualTo(2);
      a.awaitPosition(other.position());
      Position before = new Position(0, 0, first.position().era(), 0);
      assertThat(a.textsAfter(before)).containsExactly("p\"1\"", "p\"3\"");
    }
  }

  @Test
  void aHoleInWhatTheSourceTellsIsAGapOnEveryNode() throws Exception {
    try (Node a = node();
        Node b = node()) {
      a.bus.source().begin(100, 100);
      a.tell(110, 1);
      b.awaitCommit(111);
      Position seen = b.bus.log().newest();
      a.bus.source().begin(150, 200);
      b.awaitCommit(150);
      assertThat(b.bus.log().read(seen, 10))
          .isEqualTo(
              new Reading.Gap<>(Reading.Reason.TOO_OLD, new Position(150, 0, seen.era(), 0)));
    }
  }

  @Test
  void aDatabaseThatIsSetBackIsAnotherLog() throws Exception {
    try (Node a = node();
        Node b = node()) {
      a.bus.source().begin(100, 100);
      a.tell(110, 1);
      b.awaitCommit(111);
      Position seen = b.bus.log().newest();
      assertThatThrownBy(() -> a.bus.source().begin(50, 60)).isInstanceOf(TellAgain.class);
      assertThat(a.bus.source().begin(50, 60)).isEqualTo(50);
      Node.await(() -> b.bus.log().newest().era() != seen.era() && b.bus.log().covers(50));
      assertThat(b.bus.log().read(seen, 10)).isInstanceOf(Reading.Gap.class);
      a.tell(61, 1);
      b.awaitCommit(62);
      assertThat(b.textsAfter(new Position(50, 0, b.bus.log().newest().era(), 0)))
          .containsExactly("c61/1");
    }
  }

  @Test
  void aSourceGoesOnWhereTheLogIsAlsoIfTheOtherHasToldMoreSinceItLooked() throws Exception {
    try (Node a = node();
        Node b = node()) {
      assertThat(a.bus.source().begin(100, 100)).isEqualTo(100);
      a.tell(110, 1);
      a.awaitCommit(111);
      long era = a.bus.log().newest().era();
      assertThatThrownBy(() -> b.bus.source().begin(100, 105)).isInstanceOf(TellAgain.class);
      a.tell(120, 1);
      a.awaitCommit(121);
      assertThatThrownBy(() -> b.bus.source().begin(100, 115)).isInstanceOf(TellAgain.class);
      assertThat(b.bus.source().begin(100, 125)).isEqualTo(121);
      b.tell(130, 1);
      a.awaitCommit(131);
      assertThat(a.textsAfter(START)).containsExactly("c110/1", "c120/1", "c130/1");
      assertThat(a.bus.log().newest().era()).isEqualTo(era);
    }
  }

  @Test
  void changesOfTheCatalogStandWhereTheyWereMade() throws Exception {
    try (Node a = node();
        Node b = node()) {
      a.bus.source().begin(100, 100);
      a.tell(110, 1);
      a.bus.source().catalogChanged(Position.ofChange(120, 1));
      a.tell(130, 1);
      b.awaitCommit(131);
      assertThat(b.textsAfter(START)).containsExactly("c110/1", "catalog", "c130/1");
    }
  }

  @Test
  void whatCannotBeReadIsAGapToEveryone() throws Exception {
    try (Node a = node();
        RedisClient client = redis.client()) {
      a.bus.source().begin(100, 100);
      a.tell(110, 1);
      a.awaitCommit(111);
      Position seen = a.bus.log().newest();
      long count = Long.parseLong(client.hget(Redis.PREFIX + "state", "count"));
      String header = "C %d %d %016x 1 0 %016x 1".formatted(seen.era(), count + 1, 120, 120);
      client.xadd(
          Redis.PREFIX + "stream", StreamEntryID.NEW_ENTRY, Map.of("h", header, "b", "junk"));
      Node.await(() -> a.bus.malformed() == 1);
      a.awaitCommit(120);
      assertThat(a.bus.log().read(seen, 10))
          .isEqualTo(
              new Reading.Gap<>(Reading.Reason.TOO_OLD, new Position(120, 1, seen.era(), 0)));
    }
  }

  @Test
  void missingEntriesAreAGap() throws Exception {
    try (Node a = node();
        RedisClient client = redis.client()) {
      a.bus.source().begin(100, 100);
      a.tell(110, 1);
      a.awaitCommit(111);
      Position seen = a.bus.log().newest();
      client.hincrBy(Redis.PREFIX + "state", "count", 1);
      long before = a.bus.gaps();
      a.tell(120, 2);
      a.awaitCommit(121);
      assertThat(a.bus.gaps()).isEqualTo(before + 1);
      Position first = new Position(120, 1, seen.era(), 0);
      assertThat(a.bus.log().read(seen, 10))
          .isEqualTo(new Reading.Gap<>(Reading.Reason.TOO_OLD, first));
      assertThat(a.textsAfter(first)).containsExactly("c120/2");
    }
  }

  @Test
  void redisKeepsAboutTheBytesOfTheWindow() throws Exception {
    var small = new LogLimits(200_000, Duration.ofMinutes(5));
    try (Node a = new Node(redis.address(), small);
        RedisClient client = redis.client()) {
      a.bus.source().begin(100, 100);
      for (int commit = 110; commit < 100_110; commit += 10) {
        a.tell(commit, 1);
      }
      a.awaitCommit(100_101);
      assertThat(client.xlen(Redis.PREFIX + "stream")).isBetween(500L, 3_000L);
      try (Node b = new Node(redis.address(), small)) {
        b.awaitCommit(100_101);
        assertThat(b.bus.log().read(START, 10))
            .isInstanceOfSatisfying(
                Reading.Gap.class,
                gap -> assertThat(gap.reason()).isEqualTo(Reading.Reason.TOO_OLD));
        Position recent = Position.ofChange(99_900, 1).inEra(b.bus.log().newest().era());
        assertThat(b.after(recent)).isEqualTo(a.after(recent)).hasSize(20);
      }
    }
  }

  @Test
  void changesPerSecond() throws Exception {
    try (Node a = node();
        Node b = node()) {
      a.bus.source().begin(100, 100);
      a.awaitCommit(100);
      long start = System.nanoTime();
      for (int commit = 110; commit < 100_110; commit += 10) {
        a.tell(commit, 10);
      }
      b.awaitCommit(100_101);
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(b.after(START)).hasSize(100_000);
      try (RedisClient client = redis.client()) {
        System.out.printf(
            "100,000 changes from one node to another in %.2f s: %.0f/s; %d bytes each in Redis%n",
            seconds, 100_000 / seconds, client.memoryUsage(Redis.PREFIX + "stream", 0) / 100_000);
      }
    }
  }
}
