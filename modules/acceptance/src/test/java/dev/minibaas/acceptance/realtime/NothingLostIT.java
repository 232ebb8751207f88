package dev.minibaas.acceptance.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.stack.Platform;
import dev.minibaas.devstack.FreePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Writers note what they have committed, clients what they get, while sockets are dropped, the
 * replication connection is ended and everything is killed. What was committed must have come, once
 * and in order, and nothing of others.
 *
 * <p>{@code -Drealtime.rounds} makes it longer: each is a kill of all processes.
 */
class NothingLostIT {
  private static final int ROUNDS = Integer.getInteger("realtime.rounds", 1);
  private static final int WRITERS = 4;
  private static final long PAUSE_MILLIS = 5;
  private static final int FOLLOWERS = 6;
  private static final long WORK_MILLIS = 6_000;

  @RegisterExtension
  static final Platform PLATFORM =
      Platform.own("realtime", Map.of("OPS_PORT", Integer.toString(FreePort.any())));

  private final List<Follower> followers = new ArrayList<>();

  @Test
  void what_is_committed_comes_once_in_order_to_its_owner_alone() throws Exception {
    var ledger = new Ledger(PLATFORM.database(), PAUSE_MILLIS);
    List<Account> owners = List.of(PLATFORM.api().signUp(), PLATFORM.api().signUp());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (int i = 0; i < FOLLOWERS; i++) {
        Account owner = owners.get(i % owners.size());
        var follower =
            new Follower(List.of(PLATFORM.api()), PLATFORM.anonKey(), owner, Speech.OWN, i);
        followers.add(follower);
        threads.execute(follower);
      }
      Patience.await(() -> followers.stream().allMatch(follower -> follower.begun() > 0));
      for (int i = 0; i < WRITERS; i++) {
        ledger.begin(i, owners.get(i % owners.size()));
      }
      for (int round = 0; round < ROUNDS; round++) {
        Thread.sleep(WORK_MILLIS);
        endReplication();
        Thread.sleep(WORK_MILLIS);
        PLATFORM.instance().kill();
        PLATFORM.instance().start();
      }
      Thread.sleep(WORK_MILLIS);
      ledger.close();
      for (Follower follower : followers) {
        Patience.await(() -> ledger.missing(follower).isEmpty());
      }
    } finally {
      ledger.close();
      followers.forEach(Follower::stop);
      threads.shutdownNow();
      threads.awaitTermination(30, TimeUnit.SECONDS);
    }
    for (Follower follower : followers) {
      assertThat(follower.odd()).isEmpty();
      assertThat(follower.gaps()).isEmpty();
      ledger.checkWhole(follower);
      System.out.printf("%d rows over %d connections%n", follower.got().size(), follower.begun());
    }
  }

  private static void endReplication() {
    PLATFORM
        .database()
        .column("select pg_terminate_backend(active_pid) from pg_replication_slots where active");
  }
}
