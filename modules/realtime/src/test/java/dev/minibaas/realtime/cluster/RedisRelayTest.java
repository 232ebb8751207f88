package dev.minibaas.realtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisRelayTest {
  private RedisUnderTest redis;
  private RedisRelay a;
  private RedisRelay b;
  private final BlockingQueue<String> ofA = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ofB = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws Exception {
    redis = new RedisUnderTest();
    a = new RedisRelay(redis.address());
    b = new RedisRelay(redis.address());
    a.receive(ofA::add);
    b.receive(ofB::add);
    Node.await(() -> a.isConnected() && b.isConnected());
  }

  @AfterEach
  void stop() throws IOException {
    a.close();
    b.close();
    redis.close();
  }

  @Test
  void theOthersAreToldInOrderAndOneselfIsNot() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      a.send("a" + i);
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(ofB.poll(30, TimeUnit.SECONDS)).isEqualTo("a" + i);
    }
    b.send("é世\n");
    assertThat(ofA.poll(30, TimeUnit.SECONDS)).isEqualTo("é世\n");
    assertThat(ofA).isEmpty();
    assertThat(a.node()).isNotEqualTo(b.node());
    assertThat(a.dropped()).isZero();
  }

  @Test
  void oneThatFailsToTakeATextGetsTheNext() throws Exception {
    List<String> taken = new ArrayList<>();
    BlockingQueue<String> second = new LinkedBlockingQueue<>();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (var c = new RedisRelay(redis.address())) {
      c.receive(text -> {
        threads.add(Thread.currentThread());
        if (taken.isEmpty()) {
          taken.add(text);
          throw new IllegalStateException("on purpose");
        }
        second.add(text);
      });
      Node.await(c::isConnected);
      a.send("first");
      a.send("second");
      assertThat(second.poll(30, TimeUnit.SECONDS)).isEqualTo("second");
      assertThat(taken).containsExactly("first");
      assertThat(threads).hasSize(1);
    }
  }

  @Test
  void itConnectsAgain() throws Exception {
    redis.kill();
    Node.await(() -> !a.isConnected() && !b.isConnected());
    a.send("lost");
    Node.await(() -> a.dropped() == 1);
    redis.startAgain();
    Node.await(() -> a.isConnected() && b.isConnected());
    a.send("there again");
    assertThat(ofB.poll(30, TimeUnit.SECONDS)).isEqualTo("there again");
  }

  @Test
  void whoSendsNeverWaits() throws Exception {
    try (AutoCloseable held = redis.holdUp()) {
      assertThat(held).isNotNull();
      for (int i = 0; i < 12_000; i++) {
        a.send("x");
      }
      assertThat(a.dropped()).isBetween(1_990L, 2_010L);
    }
  }

  @Test
  void aConnectionThatIsSilentIsMadeAnew() throws Exception {
    try (AutoCloseable held = redis.holdUp()) {
      assertThat(held).isNotNull();
      Node.await(() -> !a.isConnected());
    }
    Node.await(() -> a.isConnected() && b.isConnected());
    b.send("there again");
    assertThat(ofA.poll(30, TimeUnit.SECONDS)).isEqualTo("there again");
  }

  @Test
  void oneThatHasNothingToSayKeepsItsConnection() throws Exception {
    List<String> before = redis.listeners();
    Thread.sleep(7_000); // longer than a connection may be silent
    assertThat(redis.listeners()).hasSize(2).isEqualTo(before);
    assertThat(ofA).isEmpty();
    assertThat(ofB).isEmpty();
  }

  @Test
  void thereIsOneReceiver() {
    assertThatThrownBy(() -> a.receive(ofA::add)).isInstanceOf(IllegalStateException.class);
  }
}
