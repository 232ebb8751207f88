package dev.minibaas.realtime.postgres;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of messages. A transaction that comes after its commit is passed on change by
 * change; one that is streamed while it is open is held until it commits, without what its aborted
 * subtransactions did. Both get the same positions.
 */
final class Transactions {
  /** The prefix of what says that the catalogue has changed; other prefixes are marks. */
  private static final String CATALOG = "minibaas.catalog";

  /**
   * Of the index, from change to change. What is said of the catalogue stands between two changes
   * and moves none: from a subtransaction that has aborted it comes in one mode and not in the
   * other, and changes have the same positions in both.
   */
  private static final int STEP = 2;

  /** What holding a message costs, in bytes. */
  private static final int CATALOG_SIZE = 64;

  private final Relations relations;
  private final ChangeListener listener;
  private final long mostHeld;
  private final Map<Integer, List<Held>> streamed = new HashMap<>();
  private long held;

  /** The streamed transaction whose block is read; 0 outside. */
  private int streaming;

  private Message.@Nullable Begin begun;
  private int index;

  /** What is to be told of a transaction that may still abort. */
  private record Held(int xid, int step, int size, Consumer<At> teller) {}

  private record At(Position position, Instant committed) {}

  /**
   * @param mostHeld of streamed transactions, in bytes
   */
  Transactions(Relations relations, ChangeListener listener, long mostHeld) {
    this.relations = relations;
    this.listener = listener;
    this.mostHeld = mostHeld;
  }

  /**
   * @throws TooMuchHeld if the streamed transactions are larger than allowed
   */
  void accept(Message message) {
    switch (message) {
      case Message.Begin begin -> begin(begin);
      case Message.Commit commit -> commit(commit);
      case Message.Type type -> relations.add(type);
      case Message.Relation relation -> relations.add(streaming, relation);
      case Message.Insert insert -> insert(insert);
      case Message.Update update -> update(update);
      case Message.Delete delete -> delete(delete);
      case Message.Truncate truncate -> truncate(truncate);
      case Message.StreamStart start -> streaming = start.xid();
      case Message.StreamStop stop -> streaming = 0;
      case Message.StreamCommit commit -> streamCommit(commit);
      case Message.StreamAbort abort -> streamAbort(abort);
      case Message.Origin origin -> {}
      case Message.Emitted emitted -> emitted(emitted);
    }
  }

  /** Of streamed transactions, in bytes. */
  long held() {
    return held;
  }

  private void begin(Message.Begin begin) {
    begun = begin;
    index = 0;
  }

  private void commit(Message.Commit commit) {
    begun = null;
    listener.reached(commit.end());
  }

  private void insert(Message.Insert insert) {
    change(
        insert.xid(), insert.relation(), ChangeKind.INSERT, new Row(insert.newRow(), false), null);
  }

  private void update(Message.Update update) {
    Message.Old old = update.oldRow();
    List<Value> values = update.newRow();
    if (old != null && !old.keyOnly()) {
      values = completed(values, old.values());
    }
    change(update.xid(), update.relation(), ChangeKind.UPDATE, new Row(values, false), row(old));
  }

  private void delete(Message.Delete delete) {
    change(delete.xid(), delete.relation(), ChangeKind.DELETE, null, row(delete.oldRow()));
  }

  private void truncate(Message.Truncate truncate) {
    for (int relation : truncate.relations()) {
      change(truncate.xid(), relation, ChangeKind.TRUNCATE, null, null);
    }
  }

  private static @Nullable Row row(Message.@Nullable Old old) {
    return old == null ? null : new Row(old.values(), old.keyOnly());
  }

  /** Unchanged values of the new image are those of the old one. */
  private static List<Value> completed(List<Value> newRow, List<Value> oldRow) {
    List<Value> values = new ArrayList<>(newRow);
    for (int i = 0; i < values.size() && i < oldRow.size(); i++) {
      if (values.get(i) instanceof Value.Unchanged) {
        values.set(i, oldRow.get(i));
      }
    }
    return values;
  }

  private void change(
      int xid, int relation, ChangeKind kind, @Nullable Row newRow, @Nullable Row oldRow) {
    Relations.Table table = relations.table(streaming, relation);
    Function<At, Change> change =
        at ->
            new Change(
                at.position, table.name(), kind, table.columns(), newRow, oldRow, at.committed);
    Consumer<At> teller = at -> listener.change(change.apply(at));
    if (streaming != 0) {
      hold(xid, STEP, change.apply(new At(Position.START, Instant.EPOCH)).size(), teller);
    } else {
      index += STEP;
      tell(kind + " of " + table.name(), index, teller);
    }
  }

  /** A mark needs nothing done: its commit tells how far we are. */
  private void emitted(Message.Emitted message) {
    // one that isn't transactional has no place among the changes
    if (!message.transactional() || !message.prefix().equals(CATALOG)) {
      return;
    }
    Consumer<At> teller = at -> listener.catalogChanged(at.position);
    if (streaming != 0) {
      hold(message.xid(), 0, CATALOG_SIZE, teller);
    } else {
      tell(CATALOG, index + 1, teller);
    }
  }

  private void tell(String what, int at, Consumer<At> teller) {
    Message.Begin transaction = begun;
    if (transaction == null) {
      throw new IllegalStateException(what + " outside a transaction");
    }
    var position = Position.ofChange(transaction.commit(), at);
    teller.accept(new At(position, transaction.committed()));
  }

  /**
   * @param step by which it moves the index; 0 for what stands between two changes
   */
  private void hold(int xid, int step, int size, Consumer<At> teller) {
    held += size;
    if (held > mostHeld) {
      throw new TooMuchHeld(mostHeld);
    }
    streamed
        .computeIfAbsent(streaming, top -> new ArrayList<>())
        .add(new Held(xid, step, size, teller));
  }

  private void streamCommit(Message.StreamCommit commit) {
    List<Held> changes = release(commit.xid());
    int at = 0;
    for (Held each : changes) {
      at += each.step;
      int place = each.step == 0 ? at + 1 : at;
      each.teller.accept(new At(Position.ofChange(commit.commit(), place), commit.committed()));
    }
    relations.committed(commit.xid());
    listener.reached(commit.end());
  }

  private void streamAbort(Message.StreamAbort abort) {
    if (abort.xid() == abort.subtransaction()) {
      release(abort.xid());
      relations.aborted(abort.xid());
      return;
    }
    List<Held> changes = streamed.getOrDefault(abort.xid(), new ArrayList<>());
    changes.removeIf(each -> {
      boolean gone = each.xid == abort.subtransaction();
      held -= gone ? each.size : 0;
      return gone;
    });
  }

  private List<Held> release(int transaction) {
    List<Held> changes = streamed.remove(transaction);
    if (changes == null) {
      return List.of();
    }
    changes.forEach(each -> held -= each.size);
    return changes;
  }
}
