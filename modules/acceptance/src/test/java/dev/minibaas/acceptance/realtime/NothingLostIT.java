package dev.minibaas.acceptance.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.realtime.Follower.Got;
import dev.minibaas.acceptance.stack.Platform;
import dev.minibaas.devstack.FreePort;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final int FOLLOWERS = 6;
  private static final long WORK_MILLIS = 6_000;
  private static final long PATIENCE_MILLIS = 60_000;

  @RegisterExtension
  static final Platform PLATFORM =
      Platform.own("realtime", Map.of("OPS_PORT", Integer.toString(FreePort.any())));

  private final Map<Integer, Set<Integer>> committed = new HashMap<>();
  private final List<Follower> followers = new ArrayList<>();
  private volatile boolean stopped;

  @Test
  void what_is_committed_comes_once_in_order_to_its_owner_alone() throws Exception {
    PLATFORM
        .database()
        .execute(
            """
            create table public.rt_log (
              id bigint generated always as identity primary key,
              writer int not null, n int not null, owner uuid not null);
            create policy own on public.rt_log using (owner = auth.uid());
            grant select on public.rt_log to authenticated;
            alter publication supabase_realtime add table public.rt_log;
            """);
    List<Account> owners = List.of(PLATFORM.api().signUp(), PLATFORM.api().signUp());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (int i = 0; i < FOLLOWERS; i++) {
        var follower = new Follower(PLATFORM, owners.get(i % owners.size()), i);
        followers.add(follower);
        threads.execute(follower);
      }
      await(() -> followers.stream().allMatch(follower -> follower.connections() > 0));
      Thread.sleep(2_000); // all have subscribed, for the first time without a position
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        threads.execute(() -> write(writer, owners.get(writer % owners.size())));
      }
      for (int round = 0; round < ROUNDS; round++) {
        Thread.sleep(WORK_MILLIS);
        endReplication();
        Thread.sleep(WORK_MILLIS);
        PLATFORM.instance().kill();
        PLATFORM.instance().start();
      }
      Thread.sleep(WORK_MILLIS);
      stopped = true;
      for (Follower follower : followers) {
        await(() -> missing(follower).isEmpty());
      }
    } finally {
      stopped = true;
      followers.forEach(Follower::stop);
      threads.shutdownNow();
      threads.awaitTermination(30, TimeUnit.SECONDS);
    }
    followers.forEach(this::check);
  }

  private void check(Follower follower) {
    assertThat(follower.odd()).as("gaps and errors").isEmpty();
    assertThat(missing(follower)).as("lost").isEmpty();
    Map<Integer, Integer> last = new HashMap<>();
    for (Got row : follower.got()) {
      assertThat(row.owner()).isEqualTo(follower.account().id());
      Integer before = last.put(row.writer(), row.n());
      assertThat(before == null || before < row.n())
          .as("%s after %s of its writer", row, before)
          .isTrue();
    }
    System.out.printf(
        "%d rows over %d connections%n", follower.got().size(), follower.connections());
  }

  /** What was committed for its owner, and hasn't come. */
  private Set<String> missing(Follower follower) {
    Set<String> missing = new HashSet<>();
    int owner = followers.indexOf(follower) % 2;
    synchronized (committed) {
      committed.forEach((writer, numbers) -> {
        if (writer % 2 == owner) {
          numbers.forEach(n -> missing.add(writer + ":" + n));
        }
      });
    }
    follower.got().forEach(row -> missing.remove(row.writer() + ":" + row.n()));
    return missing;
  }

  /** A number whose commit ended in an error may have been committed, and may come. */
  private void write(int writer, Account owner) {
    int n = 0;
    while (!stopped) {
      String sql = "insert into public.rt_log (writer, n, owner) values (?, ?, ?::uuid)";
      try (Connection connection = PLATFORM.database().connect();
          PreparedStatement insert = connection.prepareStatement(sql)) {
        while (!stopped) {
          insert.setInt(1, writer);
          insert.setInt(2, ++n);
          insert.setString(3, owner.id());
          insert.executeUpdate();
          synchronized (committed) {
            committed.computeIfAbsent(writer, key -> new HashSet<>()).add(n);
          }
          Thread.sleep(5);
        }
      } catch (SQLException e) {
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void endReplication() {
    PLATFORM
        .database()
        .column("select pg_terminate_backend(active_pid) from pg_replication_slots where active");
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!condition.holds() && System.nanoTime() < end) {
      Thread.sleep(50);
    }
  }
}
