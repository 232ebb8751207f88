package dev.minibaas.realtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransactionsTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

  private final Recorder told = new Recorder();
  private final Transactions transactions =
      new Transactions(new Relations(Map.of(23, "int4", 25, "text")), told, 10_000);

  @Test
  void abortedSubtransactionsAreLeftOutAndTheRestIsCountedWithoutThem() {
    accept(new Message.StreamStart(1), relation(1, "notes", "id"), insert(1, "1"));
    accept(insert(2, "2"), insert(3, "3"), insert(1, "4"), new Message.StreamStop());
    assertThat(told.changes()).isEmpty();
    accept(new Message.StreamAbort(1, 2));
    accept(new Message.StreamCommit(1, 100, 110, TIME));
    assertThat(told.told()).containsExactly("INSERT 1", "INSERT 3", "INSERT 4");
    assertThat(told.changes().getLast().position().index()).isEqualTo(6);
    assertThat(told.changes().getLast().committed()).isEqualTo(TIME);
    assertThat(told.reached()).isEqualTo(110);
    assertThat(transactions.held()).isZero();
  }

  @Test
  void aChangeOfTheCatalogueIsToldAtItsPlace() {
    accept(relation(0, "notes", "id"), new Message.Begin(50, TIME, 2), insert(0, "1"));
    accept(emitted(0, "minibaas"), emitted(0, "minibaas.catalog"), insert(0, "2"));
    accept(new Message.Commit(50, 60, TIME));
    assertThat(told.catalogs()).containsExactly(Position.ofChange(50, 3));
    assertThat(told.changes().getLast().position()).isEqualTo(Position.ofChange(50, 4));
  }

  @Test
  void ofStreamedTransactionsItIsToldWhenTheyCommit() {
    accept(new Message.StreamStart(1), relation(1, "notes", "id"), insert(1, "1"));
    accept(emitted(2, "minibaas.catalog"), emitted(3, "minibaas.catalog"), insert(1, "2"));
    accept(new Message.StreamStop(), new Message.StreamAbort(1, 3));
    assertThat(told.catalogs()).isEmpty();
    accept(new Message.StreamCommit(1, 100, 110, TIME));
    assertThat(told.catalogs()).containsExactly(Position.ofChange(100, 3));
    assertThat(told.changes().getLast().position()).isEqualTo(Position.ofChange(100, 4));
    assertThat(transactions.held()).isZero();
  }

  @Test
  void aMessageOutsideOfTransactionsIsNone() {
    accept(new Message.Emitted(0, false, 40, "minibaas.catalog", new byte[0]));
    assertThat(told.catalogs()).isEmpty();
  }

  @Test
  void nothingIsHeldOfAnAbortedTransaction() {
    accept(new Message.StreamStart(1), relation(1, "notes", "id"), insert(1, "1"));
    accept(insert(2, "2"), new Message.StreamStop());
    assertThat(transactions.held()).isPositive();
    accept(new Message.StreamAbort(1, 1));
    assertThat(transactions.held()).isZero();
    assertThat(told.changes()).isEmpty();
  }

  @Test
  void tooMuchIsNotHeld() {
    accept(new Message.StreamStart(1), relation(1, "notes", "id"));
    assertThatThrownBy(() -> accept(insert(1, "x".repeat(10_000)))).isInstanceOf(TooMuchHeld.class);
  }

  @Test
  void whatAStreamedTransactionSaysOfATableHoldsForItAloneUntilItCommits() {
    accept(relation(0, "notes", "id"));
    accept(new Message.StreamStart(1), relation(1, "notes", "renamed"), insert(1, "1"));
    accept(new Message.StreamStop());
    accept(new Message.Begin(50, TIME, 2), insert(0, "2"), new Message.Commit(50, 60, TIME));
    accept(new Message.StreamCommit(1, 100, 110, TIME));
    accept(new Message.Begin(120, TIME, 3), insert(0, "3"), new Message.Commit(120, 130, TIME));
    assertThat(told.changes())
        .extracting(change -> change.columns().getFirst().name())
        .containsExactly("id", "renamed", "renamed");
  }

  @Test
  void whatIsSaidLaterHoldsAlsoWhenAStreamedTransactionCommitsAfterIt() {
    accept(new Message.StreamStart(1), relation(1, "notes", "old"), insert(1, "1"));
    accept(new Message.StreamStop(), relation(0, "notes", "new"));
    accept(new Message.StreamCommit(1, 100, 110, TIME));
    accept(new Message.Begin(120, TIME, 3), insert(0, "3"), new Message.Commit(120, 130, TIME));
    assertThat(told.changes())
        .extracting(change -> change.columns().getFirst().name())
        .containsExactly("old", "new");
  }

  @Test
  void typesThatAreNotBuiltInAreNamedByTheStream() {
    accept(new Message.Type(0, 90_000, "t", "mood"));
    var attribute = new Message.Attribute("mood", 90_000, false);
    accept(new Message.Relation(0, 7, new TableName("t", "n"), List.of(attribute)));
    accept(new Message.Begin(50, TIME, 2), insert(0, "sad"), new Message.Commit(50, 60, TIME));
    assertThat(told.changes().getFirst().columns().getFirst().type()).isEqualTo("mood");
  }

  @Test
  void whatTheProtocolForbidsIsAnError() {
    assertThatThrownBy(() -> accept(new Message.Begin(50, TIME, 2), insert(0, "1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("relation 7");
    accept(relation(0, "notes", "id"), new Message.Commit(50, 60, TIME));
    assertThatThrownBy(() -> accept(insert(0, "1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outside a transaction");
    var unknown = new Message.Attribute("mood", 90_001, false);
    assertThatThrownBy(
            () -> accept(new Message.Relation(0, 8, new TableName("t", "n"), List.of(unknown))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("90001");
  }

  private void accept(Message... messages) {
    for (Message message : messages) {
      transactions.accept(message);
    }
  }

  private static Message relation(int xid, String table, String column) {
    var attribute = new Message.Attribute(column, 25, true);
    return new Message.Relation(xid, 7, new TableName("public", table), List.of(attribute));
  }

  private static Message emitted(int xid, String prefix) {
    return new Message.Emitted(xid, true, 40, prefix, new byte[0]);
  }

  private static Message insert(int xid, String value) {
    return new Message.Insert(xid, 7, List.of(Value.of(value)));
  }
}
