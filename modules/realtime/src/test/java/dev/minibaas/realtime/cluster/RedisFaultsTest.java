package dev.minibaas.realtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.hub.EventBus.BusUnavailable;
import dev.minibaas.realtime.hub.EventBus.Receipt;
import dev.minibaas.realtime.log.Reading;
import dev.minibaas.realtime.postgres.TellAgain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Redis does to the log when it fails. */
class RedisFaultsTest {
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private RedisUnderTest redis;
  private Node a;
  private Node b;

  @BeforeEach
  void start() throws Exception {
    redis = new RedisUnderTest();
    a = new Node(redis.address());
    b = new Node(redis.address());
    a.bus.source().begin(100, 100);
    tell(a, 110, 200);
    b.awaitCommit(191);
  }

  @AfterEach
  void stop() throws IOException {
    a.close();
    b.close();
    redis.close();
  }

  /** Commits from one to before another, ten changes each, every ten. */
  private static void tell(Node node, long from, long to) {
    for (long commit = from; commit < to; commit += 10) {
      node.tell(commit, 10);
    }
  }

  /** As a source does: what isn't confirmed is told from the start when the log is lost. */
  private static void tellUntilTaken(Node node, long to) throws InterruptedException {
    boolean begins = false;
    while (true) {
      try {
        if (begins) {
          node.bus.source().begin(100, to);
          begins = false;
          tell(node, 110, to);
        } else {
          node.bus.source().reached(to);
        }
        if (node.bus.log().covers(to)) {
          return;
        }
        Thread.sleep(20);
      } catch (TellAgain e) {
        begins = true;
      }
    }
  }

  private static List<String> changes(long from, long to) {
    List<String> changes = new ArrayList<>();
    for (long commit = from; commit < to; commit += 10) {
      for (int index = 1; index <= 10; index++) {
        changes.add("c" + commit + "/" + index);
      }
    }
    return changes;
  }

  /** Has a client who has seen that position continue; it is told of the gap first. */
  private static Position continued(Node node, Position seen) {
    Reading<?> reading = node.bus.log().read(seen, 10);
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Gap.class,
            gap -> assertThat(gap.reason()).isEqualTo(Reading.Reason.PUBLISHED_LOST));
    return ((Reading.Gap<?>) reading).continueAt();
  }

  @Test
  void aRedisThatIsEmptiedIsFilledAgainFromTheSource() throws Exception {
    Position seen = new Position(150, 3, a.bus.log().newest().era(), 0);
    a.bus.publish(Node.publication("chat/a", "gone", null));
    redis.flush();
    tellUntilTaken(a, 300);
    b.awaitCommit(300);
    for (Node node : List.of(a, b)) {
      List<String> expected = changes(150, 300);
      assertThat(node.textsAfter(continued(node, seen)))
          .isEqualTo(expected.subList(3, expected.size()));
    }
    assertThat(b.bus.log().newest().era()).isNotEqualTo(seen.era());
  }

  @Test
  void aRedisThatComesBackEmptyIsFilledAgainFromTheSource() throws Exception {
    Position seen = new Position(150, 3, a.bus.log().newest().era(), 0);
    redis.kill();
    redis.startAgain();
    tellUntilTaken(a, 300);
    b.awaitCommit(300);
    List<String> expected = changes(150, 300);
    assertThat(b.textsAfter(continued(b, seen))).isEqualTo(expected.subList(3, expected.size()));
  }

  @Test
  void aRedisThatComesBackWithItsDataIsTheSameLog() throws Exception {
    Receipt receipt = b.bus.publish(Node.publication("chat/a", "kept", null));
    b.awaitPosition(receipt.position());
    redis.save();
    redis.kill();
    tell(a, 200, 300);
    redis.startAgain();
    b.awaitCommit(291);
    Receipt next = b.bus.publish(Node.publication("chat/a", "next", null));
    a.awaitPosition(next.position());
    b.awaitPosition(next.position());
    assertThat(next.sequence()).isEqualTo(2);
    Position start = new Position(191, 0, receipt.position().era(), 0);
    List<String> expected = new ArrayList<>(List.of("p\"kept\""));
    expected.addAll(changes(200, 300));
    expected.add("p\"next\"");
    assertThat(a.textsAfter(start)).isEqualTo(expected);
    assertThat(b.textsAfter(start)).isEqualTo(expected);
  }

  @Test
  void aRedisThatComesBackWithOldDataIsAnotherLog() throws Exception {
    redis.save();
    tell(a, 200, 300);
    Receipt lost = b.bus.publish(Node.publication("chat/a", "lost", null));
    b.awaitCommit(291);
    b.awaitPosition(lost.position());
    redis.kill();
    redis.startAgain();
    Position seen = new Position(250, 3, lost.position().era(), 0);
    tellUntilTaken(a, 400);
    b.awaitCommit(400);
    List<String> expected = changes(250, 400);
    for (Node node : List.of(a, b)) {
      assertThat(node.textsAfter(continued(node, seen)))
          .isEqualTo(expected.subList(3, expected.size()));
    }
  }

  @Test
  void publishedEventsThatOldDataLacksAreAGap() throws Exception {
    redis.save();
    Receipt lost = b.bus.publish(Node.publication("chat/a", "lost", null));
    a.awaitPosition(lost.position());
    redis.kill();
    redis.startAgain();
    Node.await(() -> a.bus.log().newest().era() != lost.position().era());
    tellUntilTaken(a, 200);
    continued(a, lost.position());
  }

  @Test
  void changesWaitForARedisThatIsHeldUpAndPublishersDoNot() throws Exception {
    try (AutoCloseable held = redis.holdUp()) {
      assertThat(held).isNotNull();
      tell(a, 200, 300);
      assertThatThrownBy(() -> b.bus.publish(Node.publication("chat/a", "no", null)))
          .isInstanceOf(BusUnavailable.class);
    }
    b.awaitCommit(291);
    a.awaitCommit(291);
    Position start = new Position(191, 0, a.bus.log().newest().era(), 0);
    assertThat(changesOnly(a, start)).isEqualTo(changes(200, 300));
    assertThat(b.after(start)).isEqualTo(a.after(start));
  }

  /** Whether an event came whose publisher had given up isn't known. */
  private static List<String> changesOnly(Node node, Position start) {
    return node.textsAfter(start).stream().filter(text -> text.startsWith("c")).toList();
  }

  @Test
  void anEventWhoseAnswerIsLateIsThereOnce() throws Exception {
    CompletableFuture<Receipt> receipt;
    try (AutoCloseable held = redis.holdUp()) {
      assertThat(held).isNotNull();
      receipt =
          CompletableFuture.supplyAsync(
              () -> b.bus.publish(Node.publication("chat/a", "late", null)), THREADS);
      Thread.sleep(2_500); // the first answer is given up after two seconds
    }
    Position position = receipt.get(30, TimeUnit.SECONDS).position();
    Receipt last = b.bus.publish(Node.publication("chat/a", "last", null));
    a.awaitPosition(last.position());
    assertThat(a.textsAfter(new Position(191, 0, position.era(), 0)))
        .containsExactly("p\"late\"", "p\"last\"");
  }
}
