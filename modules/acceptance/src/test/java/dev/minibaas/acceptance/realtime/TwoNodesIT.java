package dev.minibaas.acceptance.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two servers on one database and one Redis. In turn each of them is killed while it reads the
 * slot, and everything else breaks that can break; clients go from one to the other.
 *
 * <p>One round; with {@code -Drealtime.minutes} round after round for so long, and between two of
 * them the line to the database falls silent for longer than a source may be silent.
 */
class TwoNodesIT {
  private static final int MINUTES = Integer.getInteger("realtime.minutes", 0);
  private static final int WRITERS = 4;

  /**
   * So few rows that the window holds minutes: a node may be down, and then without its database.
   */
  private static final long PAUSE_MILLIS = 30;

  private static final long WORK_MILLIS = 1_000;
  private static final long SILENCE_MILLIS = 3_000;

  /** Longer than a server may be silent that reads the slot. */
  private static final long LONG_SILENCE_MILLIS = 45_000;

  private final List<Follower> own = new ArrayList<>();
  private final List<Follower> phoenix = new ArrayList<>();
  private final List<Long> failovers = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @Test
  void what_is_committed_comes_once_in_order_to_its_owner_alone() throws Exception {
    assumeTrue(System.getenv("BASE_URL") == null, "needs servers that the test may kill");
    try (var cluster = new Cluster()) {
      var ledger = new Ledger(cluster.database(), PAUSE_MILLIS);
      try {
        begin(cluster, ledger);
        checkDocuments(cluster);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        round(cluster, ledger);
        while (System.nanoTime() < end) {
          breakForLong(cluster, ledger);
          round(cluster, ledger);
        }
        Thread.sleep(WORK_MILLIS);
        awaitAll(ledger);
        checkDocuments(cluster);
        for (Follower follower : own) {
          assertThat(follower.gaps()).as("gaps while Redis kept the log").isEmpty();
        }
        loseHistory(cluster);
        Thread.sleep(WORK_MILLIS);
        ledger.close();
        long emptied = System.nanoTime();
        awaitAll(ledger);
        System.out.printf(
            "all that the window had was told again %d ms after Redis was emptied%n",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - emptied));
      } finally {
        ledger.close();
        own.forEach(Follower::stop);
        phoenix.forEach(Follower::stop);
        threads.shutdownNow();
        threads.awaitTermination(30, TimeUnit.SECONDS);
      }
      check(ledger);
    }
  }

  private void begin(Cluster cluster, Ledger ledger) throws Exception {
    List<Api> apis = cluster.nodes().stream().map(Node::api).toList();
    String key = cluster.nodes().getFirst().anonKey();
    List<Account> owners = List.of(apis.getFirst().signUp(), apis.getLast().signUp());
    List<List<Api>> choices = List.of(apis.subList(0, 1), apis.subList(1, 2), apis);
    for (List<Api> choice : choices) {
      for (Account owner : owners) {
        own.add(new Follower(choice, key, owner, Speech.OWN, own.size()));
      }
    }
    for (Account owner : owners) {
      phoenix.add(new Follower(apis, key, owner, Speech.PHOENIX, phoenix.size()));
    }
    own.forEach(threads::execute);
    phoenix.forEach(threads::execute);
    Patience.await(() -> own.stream().allMatch(follower -> follower.begun() > 0));
    assertThat(own).allMatch(follower -> follower.begun() > 0);
    for (int i = 0; i < WRITERS; i++) {
      ledger.begin(i, owners.get(i % owners.size()));
    }
    // whoever has no position yet would begin anew after the first kill
    Patience.await(() -> own.stream().noneMatch(follower -> follower.got().isEmpty()));
    assertThat(own).noneMatch(follower -> follower.got().isEmpty());
  }

  /** Everything that can break, once. */
  private void round(Cluster cluster, Ledger ledger) throws Exception {
    Node first = cluster.reader();
    CompletableFuture<Void> firstAgain = killReader(cluster, ledger, first);
    Node second = cluster.other(first);
    second.clients().tear();
    cluster.endReplication();
    silence(second.redis(), SILENCE_MILLIS);
    silence(second.clients(), SILENCE_MILLIS);
    firstAgain.join();
    Thread.sleep(WORK_MILLIS);

    CompletableFuture<Void> secondAgain = killReader(cluster, ledger, cluster.reader());
    silence(first.postgres(), SILENCE_MILLIS);
    first.wires().forEach(Wire::tear);
    Thread.sleep(WORK_MILLIS);
    cluster.redis().restart();
    secondAgain.join();
    Thread.sleep(WORK_MILLIS);

    cluster.restartDatabase();
    Thread.sleep(WORK_MILLIS);
    cluster.crashDatabase();
    Thread.sleep(WORK_MILLIS);
    cluster.nodes().forEach(node -> node.wires().forEach(Wire::tear));
  }

  /** From the kill until the other node tells of a commit after it. */
  private CompletableFuture<Void> killReader(Cluster cluster, Ledger ledger, Node reader)
      throws Exception {
    int survivor = cluster.nodes().indexOf(cluster.other(reader));
    // of the followers that keep to that node
    Follower witness = own.get(survivor * 2);
    long killed = System.nanoTime();
    reader.kill();
    failovers.add(firstAfter(ledger, witness, killed) - killed);
    return Cluster.startAgain(reader);
  }

  private static long firstAfter(Ledger ledger, Follower witness, long time) throws Exception {
    var came = new ArrayList<Long>();
    Patience.await(() -> {
      witness.got().reversed().stream()
          .takeWhile(got -> got.at() - time > 0)
          .filter(got -> ledger.isBegunAfter(got.row(), time))
          .forEach(got -> came.add(got.at()));
      return !came.isEmpty();
    });
    assertThat(came).as("rows from the node that is left, to %s", witness).isNotEmpty();
    return came.getLast();
  }

  private static void silence(Wire wire, long millis) throws InterruptedException {
    wire.fallSilent();
    Thread.sleep(millis);
    wire.speak();
  }

  /** The reader's database is silent to it for so long that the other one has to read. */
  private void breakForLong(Cluster cluster, Ledger ledger) throws Exception {
    Node reader = cluster.reader();
    reader.postgres().fallSilent();
    long cut = System.nanoTime();
    Thread.sleep(LONG_SILENCE_MILLIS);
    Follower witness = own.get(cluster.nodes().indexOf(cluster.other(reader)) * 2);
    long took = firstAfter(ledger, witness, cut) - cut;
    System.out.printf("silent line of the reader: %d ms%n", TimeUnit.NANOSECONDS.toMillis(took));
    reader.postgres().speak();
    reader.postgres().tear();
  }

  /** Changes are in PostgreSQL's log, too; what clients publish is gone, which they are told. */
  private void loseHistory(Cluster cluster) throws Exception {
    List<Socket> listeners = new ArrayList<>();
    try {
      for (Node node : cluster.nodes()) {
        String path = Speech.OWN.path(node.anonKey(), own.getFirst().account().accessToken());
        var listener = new Socket(node.api(), path);
        listeners.add(listener);
        listener.hear("AUTH_OK");
        listener.say("{'type':'SUBSCRIBE','sub_id':'c','topic':'chat/room'}").hear("SUBSCRIBED");
      }
      cluster.redis().empty();
      listeners.forEach(listener -> listener.hear("GAP"));
    } finally {
      listeners.forEach(Socket::close);
    }
  }

  /** A document that one node takes is told on both, to its owner. */
  private void checkDocuments(Cluster cluster) {
    Account owner = own.getFirst().account();
    List<Socket> listeners = new ArrayList<>();
    try {
      for (Node node : cluster.nodes()) {
        var listener = new Socket(node.api(), Speech.OWN.path(node.anonKey(), owner.accessToken()));
        listeners.add(listener);
        listener.hear("AUTH_OK");
        listener.say("{'type':'SUBSCRIBE','sub_id':'d','topic':'mongo/rt_things/inserted'}");
        listener.hear("SUBSCRIBED");
      }
      for (Node node : cluster.nodes()) {
        node.api()
            .post("/mongo/v1/collections/rt_things/documents", "{\"title\":\"one\"}")
            .as(owner)
            .send()
            .is(201);
        listeners.forEach(listener -> listener.hear("EVENT"));
      }
      listeners.forEach(Socket::nothingComes);
    } finally {
      listeners.forEach(Socket::close);
    }
  }

  private void awaitAll(Ledger ledger) throws Exception {
    // those of before: more are written meanwhile
    for (Follower follower : own) {
      var missing = ledger.missing(follower);
      Patience.await(() -> {
        follower.rows().forEach(missing::remove);
        return missing.isEmpty();
      });
      assertThat(missing).as("lost by client %d of %s", own.indexOf(follower), follower).isEmpty();
    }
  }

  private void check(Ledger ledger) {
    for (Follower follower : own) {
      assertThat(follower.odd()).isEmpty();
      ledger.checkWhole(follower);
      boolean agrees = follower.rows().equals(own.get(own.indexOf(follower) % 2).rows());
      assertThat(agrees).as("all clients of one owner are told in one order").isTrue();
    }
    for (Follower follower : phoenix) {
      assertThat(follower.odd()).isEmpty();
      assertThat(follower.got()).isNotEmpty();
      ledger.checkEachConnection(follower);
    }
    System.out.printf(
        "%d rows committed; own protocol: %s rows over %s connections; Phoenix: %s over %s;"
            + " failovers (ms): %s%n",
        ledger.size(),
        own.stream().map(follower -> follower.got().size()).toList(),
        own.stream().map(Follower::begun).toList(),
        phoenix.stream().map(follower -> follower.got().size()).toList(),
        phoenix.stream().map(Follower::begun).toList(),
        failovers.stream().map(TimeUnit.NANOSECONDS::toMillis).toList());
  }
}
