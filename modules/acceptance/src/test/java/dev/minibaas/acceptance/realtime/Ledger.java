package dev.minibaas.acceptance.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.stack.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Writes numbered rows and notes which of them are committed, to compare with what has come. */
final class Ledger implements AutoCloseable {
  /** What one writer wrote. */
  record Row(int writer, int n, String owner) {}

  /** How a row came, in which connection of its client, and when. */
  record Got(Row row, int connection, long at) {}

  private static final String TABLE =
      """
      create table public.rt_log (
        id bigint generated always as identity primary key,
        writer int not null, n int not null, owner uuid not null);
      create policy own on public.rt_log using (owner = auth.uid());
      grant select on public.rt_log to authenticated;
      alter publication supabase_realtime add table public.rt_log;
      """;

  private final Database database;
  private final long pauseMillis;
  private final Map<Row, Long> committed = new ConcurrentHashMap<>();
  private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  /**
   * @param pauseMillis of a writer after each row
   */
  Ledger(Database database, long pauseMillis) {
    this.database = database;
    this.pauseMillis = pauseMillis;
    database.execute(TABLE);
  }

  /** Nothing is written after it, not even by a writer that was in the middle of a row. */
  @Override
  public void close() {
    closed = true;
    writers.close();
  }

  int size() {
    return committed.size();
  }

  /** Whether a row's commit began after a time; false if that isn't known. */
  boolean isBegunAfter(Row row, long time) {
    Long at = committed.get(row);
    return at != null && at - time > 0;
  }

  /**
   * Starts a writer. A number whose commit ended in an error may have been committed, and may come.
   */
  void begin(int writer, Account owner) {
    writers.execute(() -> write(writer, owner));
  }

  private void write(int writer, Account owner) {
    int n = 0;
    while (!closed) {
      String sql = "insert into public.rt_log (writer, n, owner) values (?, ?, ?::uuid)";
      try (Connection connection = database.connect();
          PreparedStatement insert = connection.prepareStatement(sql)) {
        while (!closed) {
          var row = new Row(writer, ++n, owner.id());
          insert.setInt(1, row.writer());
          insert.setInt(2, row.n());
          insert.setString(3, row.owner());
          long begun = System.nanoTime();
          insert.executeUpdate();
          committed.put(row, begun);
          Thread.sleep(pauseMillis);
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

  /** What was committed for its owner, and hasn't come. */
  Set<Row> missing(Follower follower) {
    Set<Row> missing = new HashSet<>(committed.keySet());
    missing.removeIf(row -> !row.owner().equals(follower.account().id()));
    follower.got().forEach(got -> missing.remove(got.row()));
    return missing;
  }

  /** Everything once and in order, over all connections. */
  void checkWhole(Follower follower) {
    assertThat(missing(follower)).as("lost").isEmpty();
    checkOrder(follower, follower.got());
  }

  /**
   * Everything once, in order and without a hole, from the first to the last of each connection.
   */
  void checkEachConnection(Follower follower) {
    Map<Integer, List<Got>> connections = new HashMap<>();
    List<Got> all = follower.got();
    all.forEach(
        got -> connections.computeIfAbsent(got.connection(), key -> new ArrayList<>()).add(got));
    for (List<Got> one : connections.values()) {
      checkOrder(follower, one);
      checkHoles(one);
    }
  }

  private static void checkOrder(Follower follower, List<Got> rows) {
    Map<Integer, Integer> last = new HashMap<>();
    for (Got got : rows) {
      Row row = got.row();
      assertThat(row.owner()).isEqualTo(follower.account().id());
      Integer before = last.put(row.writer(), row.n());
      assertThat(before == null || before < row.n())
          .as("%s after %s of its writer", got, before)
          .isTrue();
    }
  }

  private void checkHoles(List<Got> rows) {
    Map<Integer, Integer> last = new HashMap<>();
    for (Got got : rows) {
      Row row = got.row();
      Integer before = last.put(row.writer(), row.n());
      for (int n = before == null ? row.n() : before + 1; n < row.n(); n++) {
        assertThat(committed)
            .as("lost before %s", got)
            .doesNotContainKey(new Row(row.writer(), n, row.owner()));
      }
    }
  }
}
