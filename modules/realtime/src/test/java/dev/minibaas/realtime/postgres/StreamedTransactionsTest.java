package dev.minibaas.realtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Large transactions, streamed while they are open or read after their commit: the same comes. */
@ExtendWith(PostgresExtension.class)
class StreamedTransactionsTest {
  private static final String ROWS = "select i, repeat('x', 100) from generate_series(%d, %d) i";

  private final TestDatabase database;
  private SourceUnderTest streamed;
  private SourceUnderTest whole;

  StreamedTransactionsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void read() {
    // what is beyond is streamed
    database.execute(
        "alter database " + database.name() + " set logical_decoding_work_mem = '64kB'");
    database.execute("drop schema if exists t cascade; create schema t");
    database.execute("create table t.notes (id int primary key, body text)");
    streamed = source(1L << 30);
    whole = source(0);
    database.execute("alter publication supabase_realtime add table t.notes");
  }

  private SourceUnderTest source(long held) {
    String slot = SourceUnderTest.slot();
    return new SourceUnderTest(
            SourceUnderTest.config(database.jdbcUrl(), slot, held, 1L << 30, true))
        .begun();
  }

  @AfterEach
  void close() {
    streamed.close();
    whole.close();
  }

  @Test
  void theSameChangesComeAtTheSamePositions() {
    database.execute(
        "begin; insert into t.notes "
            + ROWS.formatted(1, 3000)
            + "; savepoint a;"
            + " insert into t.notes "
            + ROWS.formatted(3001, 6000)
            + "; savepoint b;"
            + " insert into t.notes "
            + ROWS.formatted(6001, 9000)
            + "; release b; rollback to a;"
            + " update t.notes set body = 'y' where id <= 1500; savepoint c;"
            + " delete from t.notes where id <= 1000; release c; commit");
    database.execute("insert into t.notes values (10000, 'after')");
    List<Change> changes = same();
    assertThat(changes).hasSize(3000 + 1500 + 1000 + 1);
    assertThat(changes.getLast().after().orElseThrow().values().getFirst())
        .isEqualTo(Value.of("10000"));
    assertThat(bytesStreamed(streamed)).isPositive();
    assertThat(bytesStreamed(whole)).isZero();
  }

  @Test
  void nothingComesOfOneThatIsRolledBack() {
    database.execute("begin; insert into t.notes " + ROWS.formatted(1, 5000) + "; rollback");
    database.execute("insert into t.notes values (1, 'one')");
    assertThat(same()).hasSize(1);
  }

  @Test
  void aTableThatChangesInItIsReadAsItIsThen() {
    database.execute(
        "begin; insert into t.notes "
            + ROWS.formatted(1, 3000)
            + ";"
            + " alter table t.notes add n int default 1;"
            + " insert into t.notes select i, 'x', 2 from generate_series(3001, 6000) i;"
            + " savepoint a; alter table t.notes rename body to gone;"
            + " insert into t.notes select i, 'x', 3 from generate_series(6001, 9000) i;"
            + " rollback to a;"
            + " insert into t.notes select i, 'x', 4 from generate_series(6001, 9000) i; commit");
    database.execute("insert into t.notes values (9001, 'after', 5)");
    List<Change> changes = same();
    assertThat(changes).hasSize(9001);
    assertThat(changes.get(0).columns()).hasSize(2);
    assertThat(changes.get(8000).columns())
        .extracting(Column::name)
        .containsExactly("id", "body", "n");
    assertThat(changes.get(9000).columns()).hasSize(3);
  }

  @Test
  void severalAtOnceComeInTheOrderOfTheirCommits() throws Exception {
    try (var one = database.dataSource(TestDatabase.Login.SUPERUSER).getConnection();
        var other = database.dataSource(TestDatabase.Login.SUPERUSER).getConnection()) {
      one.setAutoCommit(false);
      other.setAutoCommit(false);
      for (int i = 0; i < 5; i++) {
        insert(one, i * 2000 + 1, i * 2000 + 1000);
        insert(other, i * 2000 + 1001, i * 2000 + 2000);
        database.execute("insert into t.notes values (%d, 'between')".formatted(100_000 + i));
      }
      other.commit();
      one.commit();
    }
    List<Change> changes = same();
    assertThat(changes).hasSize(10_005);
    List<String> firsts =
        List.of(
            Recorder.text(changes.get(5).after().orElseThrow()).split(",")[0],
            Recorder.text(changes.get(5005).after().orElseThrow()).split(",")[0]);
    assertThat(firsts).containsExactly("1001", "1");
  }

  @Test
  void whenTooMuchIsHeldTheyComeAfterTheirCommit() {
    try (var small = source(100_000)) {
      database.execute("insert into t.notes " + ROWS.formatted(1, 5000));
      assertThat(small.caughtUp().changes()).isEqualTo(whole.caughtUp().changes()).hasSize(5000);
      assertThat(small.recorder.begins()).hasSize(2);
    }
  }

  private List<Change> same() {
    List<Change> changes = streamed.caughtUp().changes();
    assertThat(changes).isEqualTo(whole.caughtUp().changes());
    for (int i = 1; i < changes.size(); i++) {
      assertThat(changes.get(i).position()).isGreaterThan(changes.get(i - 1).position());
    }
    return changes;
  }

  private static void insert(Connection connection, int from, int to) throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute("insert into t.notes " + ROWS.formatted(from, to));
    }
  }

  /** By the server's own count. */
  private long bytesStreamed(SourceUnderTest source) {
    String sql = "select stream_bytes from pg_stat_replication_slots where slot_name = '%s'";
    return Long.parseLong(database.query(sql.formatted(source.slot)).getFirst());
  }
}
