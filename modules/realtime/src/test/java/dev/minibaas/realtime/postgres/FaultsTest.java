package dev.minibaas.realtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import dev.minibaas.realtime.Slots;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.log.ChangeLog;
import dev.minibaas.realtime.log.Entry;
import dev.minibaas.realtime.log.LogLimits;
import dev.minibaas.realtime.log.Reading;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.replication.LogSequenceNumber;

/** What breaks, and that nothing is lost by it or it is said. */
class FaultsTest {
  private static final long MUCH = 1L << 30;

  private static ThrowawayPostgres server;
  private static Superuser database;

  private final String slot = SourceUnderTest.slot();
  private int inserted;

  @BeforeAll
  static void start() {
    server = ThrowawayPostgres.start(Map.of("max_slot_wal_keep_size", "48MB"));
    database = server.createEmptyDatabase("faults");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void table() {
    execute("drop publication if exists supabase_realtime");
    execute("drop table if exists notes; create table notes (id int primary key, body text)");
    execute("create publication supabase_realtime for table notes");
  }

  @AfterEach
  void dropSlot() {
    execute(Slots.drop(slot));
  }

  @Test
  void aRestartOfTheServerLosesNothing() {
    try (var under = source(MUCH).begun()) {
      insert(3);
      under.caughtUp();
      server.interrupt();
      server.resume();
      insert(3);
      under.recorder.awaitBegins(2);
      assertThat(distinct(under.caughtUp())).isEqualTo(inserts(1, 6));
    }
  }

  @Test
  void brokenConnectionsLoseNothing() {
    try (var under = source(MUCH).begun()) {
      for (int i = 1; i <= 6; i++) {
        insert(20);
        // the one that streams and the one that holds the lock, in turn
        execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'realtime' and backend_type "
                + (i % 2 == 0 ? "<>" : "=")
                + " 'walsender'");
        insert(20);
        under.recorder.awaitBegins(i + 1);
      }
      assertThat(distinct(under.caughtUp())).isEqualTo(inserts(1, 240));
    }
  }

  @Test
  void whatWasNotConfirmedIsToldAgainAndWhatWasIsNot() {
    List<Change> first;
    try (var under = source(MUCH).begun()) {
      insert(3);
      first = under.caughtUp().changes();
      under.source.confirm(first.get(1).position().commit());
      awaitConfirmed(first.get(1).position().commit());
    }
    try (var again = source(MUCH).begun()) {
      assertThat(again.caughtUp().changes()).isEqualTo(first.subList(1, 3));
      assertThat(again.recorder.begins()).containsExactly(first.get(1).position().commit());
    }
  }

  @Test
  void aListenerThatHasLostWhatItWasToldIsToldAgain() {
    var forgetful = new Forgetful();
    try (var under = new SourceUnderTest(config(MUCH), forgetful).begun()) {
      insert(3);
      under.caughtUp();
      forgetful.hasLost = true;
      under.recorder.awaitBegins(2);
      insert(1);
      List<String> told = under.caughtUp().told();
      assertThat(told.subList(0, 3)).isEqualTo(inserts(1, 3));
      assertThat(told.subList(3, 7)).isEqualTo(inserts(1, 4));
      assertThat(under.recorder.begins()).hasSize(2).containsOnly(under.recorder.begins().get(0));
    }
  }

  private static final class Forgetful implements ChangeTarget {
    private volatile boolean hasLost;

    @Override
    public long begin(long from, long databaseHead) {
      return from;
    }

    @Override
    public void change(Change change) {
      reached(change.position().commit());
    }

    @Override
    public void catalogChanged(Position position) {
      reached(position.commit());
    }

    @Override
    public void reached(long commit) {
      if (hasLost) {
        hasLost = false;
        throw new TellAgain("on purpose");
      }
    }
  }

  @Test
  void withoutAConfirmationTheSlotStays() {
    try (var under = source(MUCH).begun()) {
      insert(3);
      under.caughtUp();
      under.caughtUp();
    }
    try (var again = source(MUCH).begun()) {
      assertThat(again.caughtUp().told()).isEqualTo(inserts(1, 3));
    }
  }

  @Test
  void theSlotMovesOnWhenItWouldKeepTooMuch() throws SQLException {
    try (var under = source(1_000_000).begun()) {
      execute("create table other as select repeat('x', 1000) from generate_series(1, 5000)");
      insert(1);
      Recorder told = under.caughtUp();
      awaitConfirmed(told.reached() - 1_000_000);
      assertThat(under.source.status())
          .hasValueSatisfying(status -> {
            assertThat(status.active()).isTrue();
            assertThat(status.unconfirmedBytes()).isPositive().isLessThan(3_000_000);
            assertThat(status.retainedBytes()).isPositive();
            assertThat(status.walStatus()).isEqualTo("reserved");
          });
      execute("drop table other");
    }
  }

  @Test
  void oneOfSeveralReadsAndAnotherOneTakesOver() {
    var one = source(MUCH).begun();
    try (var other = source(MUCH)) {
      other.recorder.await("waiting", () -> other.source.state() == SourceState.WAITING);
      assertThat(one.source.state()).isEqualTo(SourceState.READING);
      insert(5);
      one.caughtUp();
      assertThat(other.recorder.begins()).isEmpty();
      one.close();
      assertThat(one.source.state()).isEqualTo(SourceState.CLOSED);
      other.begun();
      insert(5);
      // nothing was confirmed, so all of it comes again
      assertThat(other.caughtUp().told()).isEqualTo(inserts(1, 10));
      assertThat(other.recorder.changes().subList(0, 5)).isEqualTo(one.recorder.changes());
    } finally {
      one.close();
    }
  }

  @Test
  void aSlotThatTheServerGaveUpIsMadeAnewAndTheLogSaysSo() throws InterruptedException {
    var log = new ChangeLog<Change>(new LogLimits(1 << 20, Duration.ofMinutes(5)), 1);
    try (var under = new SourceUnderTest(config(MUCH), into(log)).begun()) {
      insert(1);
      under.caughtUp();
    }
    Position seen = log.newest();
    for (int i = 0; i < 6; i++) {
      execute(
          "create table large as select repeat('x', 1000) from generate_series(1, 12000);"
              + " drop table large");
      execute("select pg_switch_wal()");
    }
    execute("checkpoint");
    assertThat(query("select wal_status from pg_replication_slots where slot_name = '%s'"))
        .isEqualTo("lost");
    try (var under = new SourceUnderTest(config(MUCH), into(log)).begun()) {
      assertThat(log.await(seen, Duration.ofSeconds(30))).isTrue();
      var gap = (Reading.Gap<Change>) log.read(seen, 10);
      assertThat(gap.reason()).isEqualTo(Reading.Reason.TOO_OLD);
      insert(1);
      under.caughtUp();
      assertThat(events(log, gap.continueAt())).isEqualTo(inserts(2, 2));
    }
  }

  @Test
  void aNodeThatTakesOverFillsItsLogFromTheSlotAndNobodyMissesAnything() {
    var limits = new LogLimits(100_000, Duration.ofMinutes(5));
    var first = new ChangeLog<Change>(limits, 1);
    Position seen;
    try (var under = new SourceUnderTest(config(MUCH), into(first)).begun()) {
      insert(1000);
      seen = under.caughtUp().changes().get(900).position().inEra(1);
      assertThat(first.read(Position.START, 1)).isInstanceOf(Reading.Gap.class);
      long confirmable = first.confirmable();
      under.source.confirm(confirmable);
      awaitConfirmed(confirmable);
      insert(10); // of which the first log may have told, and the second one will
    }
    var second = new ChangeLog<Change>(limits, 2);
    try (var under = new SourceUnderTest(config(MUCH), into(second)).begun()) {
      assertThat(under.caughtUp().changes()).hasSizeBetween(110, 900);
      var gap = (Reading.Gap<Change>) second.read(seen, 1);
      assertThat(gap.reason()).isEqualTo(Reading.Reason.PUBLISHED_LOST);
      assertThat(events(second, gap.continueAt())).isEqualTo(inserts(902, 1010));
    }
  }

  @Test
  void closingItDropsTheSlotWhereThatIsConfigured() {
    var under =
        new SourceUnderTest(SourceUnderTest.config(database.jdbcUrl(), slot, 0, MUCH, true))
            .begun();
    assertThat(query("select count(*) from pg_replication_slots where slot_name = '%s'"))
        .isEqualTo("1");
    under.close();
    assertThat(query("select count(*) from pg_replication_slots where slot_name = '%s'"))
        .isEqualTo("0");
  }

  @Test
  void aSourceWaitsForItsDatabaseAndEndsWithoutIt() {
    server.interrupt();
    try (var under = source(MUCH)) {
      server.resume();
      under.begun();
      insert(1);
      assertThat(under.caughtUp().told()).isEqualTo(inserts(1, 1));
      server.interrupt();
    } finally {
      server.resume();
    }
  }

  private static List<String> events(ChangeLog<Change> log, Position after) {
    var events = (Reading.Events<Change>) log.read(after, 10_000);
    return events.entries().stream().map(Entry::event).map(Recorder::told).toList();
  }

  /** The server hears of a confirmation, and says so, a little later. */
  private void awaitConfirmed(long commit) {
    String sql =
        "select confirmed_flush_lsn >= '%s'::pg_lsn from pg_replication_slots"
            .formatted(LogSequenceNumber.valueOf(commit).asString());
    new Recorder().await("confirmed", () -> query(sql + " where slot_name = '%s'").equals("t"));
  }

  private String query(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql.formatted(slot))) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + " in: " + sql, e);
    }
  }

  private static ChangeTarget into(ChangeLog<Change> log) {
    return new ChangeTarget() {
      @Override
      public long begin(long from, long databaseHead) {
        return log.begin(from, databaseHead);
      }

      @Override
      public void change(Change change) {
        log.append(change.position(), change, change.size());
      }

      @Override
      public void catalogChanged(Position position) {
        // this log is of changes alone
      }

      @Override
      public void reached(long commit) {
        log.reached(commit);
      }
    };
  }

  private SourceConfig config(long retained) {
    return SourceUnderTest.config(database.jdbcUrl(), slot, 0, retained, false);
  }

  private SourceUnderTest source(long retained) {
    return new SourceUnderTest(config(retained));
  }

  /** One transaction each. */
  private void insert(int count) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < count; i++) {
        statement.execute("insert into notes values (%d, 'x')".formatted(++inserted));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> inserts(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "INSERT " + i + ",x").toList();
  }

  /** A source may tell twice; a log doesn't take it twice. */
  private static List<String> distinct(Recorder recorder) {
    List<String> told = new ArrayList<>();
    Position last = Position.START;
    for (Change change : recorder.changes()) {
      if (change.position().compareTo(last) > 0) {
        told.add(Recorder.told(change));
        last = change.position();
      }
    }
    return told;
  }
}
