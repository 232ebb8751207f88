package dev.minibaas.realtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ReplicationSourceTest {
  private final TestDatabase database;
  private SourceUnderTest under;

  ReplicationSourceTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void read() {
    database.execute("drop schema if exists t cascade; create schema t");
    under = SourceUnderTest.reading(database.jdbcUrl());
  }

  @AfterEach
  void close() {
    under.close();
  }

  @Test
  void changesComeInTheOrderOfTheirCommits() {
    table("notes (id int primary key, body text)");
    database.execute("insert into t.notes values (1, 'one'), (2, null)");
    database.execute("update t.notes set body = 'zwei' where id = 2");
    database.execute("update t.notes set id = 3 where id = 2");
    database.execute("delete from t.notes where id = 1");
    Recorder told = under.caughtUp();
    assertThat(told.told())
        .containsExactly(
            "INSERT 1,one",
            "INSERT 2,null",
            "UPDATE 2,zwei",
            "UPDATE 2,null (key) -> 3,zwei",
            "DELETE 1,null (key) ->");
    List<Change> changes = told.changes();
    for (int i = 1; i < changes.size(); i++) {
      assertThat(changes.get(i).position()).isGreaterThan(changes.get(i - 1).position());
    }
    assertThat(changes.get(0).position().commit()).isEqualTo(changes.get(1).position().commit());
    assertThat(changes.get(1).position().index()).isEqualTo(4);
  }

  @Test
  void aChangeSaysItsTableItsColumnsAndItsTime() {
    table("notes (id int primary key, body text, tags text[])");
    Instant before = now();
    database.execute("insert into t.notes values (1, 'ä€😀', '{a,\"b c\"}')");
    Instant after = now();
    Change change = under.caughtUp().changes().getFirst();
    assertThat(change.table()).isEqualTo(new TableName("t", "notes"));
    assertThat(change.columns())
        .containsExactly(
            new Column("id", "int4", true),
            new Column("body", "text", false),
            new Column("tags", "_text", false));
    assertThat(Recorder.text(change.after().orElseThrow())).isEqualTo("1,ä€😀,{a,\"b c\"}");
    assertThat(change.committed()).isBetween(before, after);
  }

  @Test
  void whatIsRolledBackOrNotPublishedIsNotTold() {
    table("notes (id int primary key)");
    database.execute("create table t.private (id int primary key)");
    database.execute("begin; insert into t.notes values (1); rollback");
    database.execute("insert into t.private values (2)");
    database.execute(
        "begin; insert into t.notes values (3); savepoint s; insert into t.notes values (4);"
            + " rollback to s; insert into t.notes values (5); commit");
    assertThat(under.caughtUp().told()).containsExactly("INSERT 3", "INSERT 5");
    database.execute("alter publication supabase_realtime drop table t.notes");
    database.execute("insert into t.notes values (6)");
    assertThat(under.caughtUp().told()).hasSize(2);
  }

  @Test
  void theWholeOldRowIsToldWhereTheTableHasIt() {
    table("notes (id int primary key, body text)");
    database.execute("alter table t.notes replica identity full");
    database.execute("insert into t.notes values (1, 'one')");
    database.execute("update t.notes set body = 'uno'");
    database.execute("delete from t.notes");
    Recorder told = under.caughtUp();
    assertThat(told.told())
        .containsExactly("INSERT 1,one", "UPDATE 1,one -> 1,uno", "DELETE 1,uno ->");
    assertThat(told.changes().getFirst().columns()).allMatch(Column::key);
  }

  @Test
  void aLargeValueThatStaysIsMarkedOrTakenFromTheOldRow() {
    table("notes (id int primary key, n int, body text)");
    database.execute("alter table t.notes alter body set storage external");
    database.execute("insert into t.notes values (1, 1, repeat('x', 100000))");
    database.execute("update t.notes set n = 2");
    database.execute("update t.notes set id = 2");
    database.execute("alter table t.notes replica identity full");
    database.execute("update t.notes set n = 3");
    database.execute("update t.notes set body = 'short'");
    String large = "x".repeat(100_000);
    assertThat(under.caughtUp().told())
        .containsExactly(
            "INSERT 1,1," + large,
            "UPDATE 1,2,unchanged",
            "UPDATE 1,null,null (key) -> 2,2,unchanged",
            "UPDATE 2,2," + large + " -> 2,3," + large,
            "UPDATE 2,3," + large + " -> 2,3,short");
  }

  @Test
  void truncateIsToldForEachPublishedTable() {
    table("a (id int primary key)");
    table("b (id int primary key references t.a)");
    database.execute("create table t.private (id int primary key references t.a)");
    database.execute("truncate t.a cascade");
    List<Change> changes = under.caughtUp().changes();
    assertThat(changes).allMatch(change -> change.kind() == ChangeKind.TRUNCATE);
    assertThat(changes)
        .extracting(Change::table)
        .containsExactlyInAnyOrder(new TableName("t", "a"), new TableName("t", "b"));
    assertThat(changes).extracting(change -> change.position().index()).containsExactly(2, 4);
  }

  @Test
  void columnsAreThoseOfTheTimeOfTheChange() {
    table("notes (id int primary key, body text)");
    database.execute("insert into t.notes values (1, 'one')");
    database.execute("alter table t.notes add n int default 7");
    database.execute("update t.notes set body = 'uno'");
    database.execute(
        "begin; insert into t.notes values (2, 'two', 2); alter table t.notes rename body to text;"
            + " alter table t.notes alter n type numeric; insert into t.notes values (3, 'x', 3);"
            + " alter table t.notes drop text; insert into t.notes values (4, 4); commit");
    database.execute("alter table t.notes rename to records");
    database.execute("insert into t.records values (5, 5)");
    Recorder told = under.caughtUp();
    List<String> shapes =
        told.changes().stream()
            .map(change ->
                change.table().name()
                    + change.columns().stream().map(c -> c.name() + ":" + c.type()).toList()
                    + Recorder.text(change.after().orElseThrow()))
            .toList();
    // changing the type rewrites the table, of which nothing is told
    assertThat(shapes)
        .containsExactly(
            "notes[id:int4, body:text]1,one",
            "notes[id:int4, body:text, n:int4]1,uno,7",
            "notes[id:int4, body:text, n:int4]2,two,2",
            "notes[id:int4, text:text, n:numeric]3,x,3",
            "notes[id:int4, n:numeric]4,4",
            "records[id:int4, n:numeric]5,5");
  }

  @Test
  void generatedColumnsAndNamesOfAllKindsAreNoTrouble() {
    table(
        "\"Odd \"\"Näme\" (id int primary key, \"a b\" text,"
            + " twice int generated always as (id * 2) stored)");
    database.execute("insert into t.\"Odd \"\"Näme\" values (1, 'x')");
    Change change = under.caughtUp().changes().getFirst();
    assertThat(change.table()).isEqualTo(new TableName("t", "Odd \"Näme"));
    assertThat(change.columns()).extracting(Column::name).containsExactly("id", "a b");
  }

  @Test
  void partitionsAndColumnListsAreToldAsPublished() {
    database.execute(
        "create table t.parted (id int primary key, secret text) partition by range (id);"
            + " create table t.low partition of t.parted for values from (0) to (10);"
            + " create table t.plain (id int primary key, secret text);"
            + " alter publication supabase_realtime add table t.parted, t.plain (id)");
    database.execute("insert into t.parted values (1, 'x'); insert into t.plain values (1, 'x')");
    assertThat(under.caughtUp().told()).containsExactly("INSERT 1,x", "INSERT 1");
    assertThat(under.recorder.changes().getFirst().table()).isEqualTo(new TableName("t", "low"));
  }

  private void table(String definition) {
    String name = definition.substring(0, definition.indexOf(" ("));
    database.execute("create table t." + definition);
    database.execute("alter publication supabase_realtime add table t." + name);
  }

  private Instant now() {
    return Instant.parse(
        database
            .query("select to_char(clock_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
            .getFirst());
  }
}
