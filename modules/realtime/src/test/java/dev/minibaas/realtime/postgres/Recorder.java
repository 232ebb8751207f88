package dev.minibaas.realtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps what a source tells, and waits for it. */
final class Recorder implements ChangeTarget {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Change> changes = new ArrayList<>();
  private final List<Position> catalogs = new ArrayList<>();
  private final List<Long> begins = new ArrayList<>();
  private final @Nullable ChangeTarget also;
  private long reached;

  Recorder() {
    this(null);
  }

  /** Passes everything on before it keeps it. */
  Recorder(@Nullable ChangeTarget also) {
    this.also = also;
  }

  @Override
  public synchronized long begin(long from, long databaseHead) {
    long where = also != null ? also.begin(from, databaseHead) : reached > from ? reached : from;
    begins.add(where);
    notifyAll();
    return where;
  }

  @Override
  public synchronized void change(Change change) {
    if (also != null) {
      also.change(change);
    }
    changes.add(change);
    notifyAll();
  }

  @Override
  public synchronized void catalogChanged(Position position) {
    if (also != null) {
      also.catalogChanged(position);
    }
    catalogs.add(position);
    notifyAll();
  }

  @Override
  public synchronized void reached(long commit) {
    if (also != null) {
      also.reached(commit);
    }
    reached = Math.max(reached, commit);
    notifyAll();
  }

  synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  /** Where the catalogue changed. */
  synchronized List<Position> catalogs() {
    return List.copyOf(catalogs);
  }

  synchronized List<Long> begins() {
    return List.copyOf(begins);
  }

  synchronized long reached() {
    return reached;
  }

  void awaitReached(long commit) {
    await("reached " + commit, () -> reached >= commit);
  }

  void awaitBegins(int count) {
    await(count + " begins", () -> begins.size() >= count);
  }

  synchronized void await(String what, BooleanSupplier met) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!met.getAsBoolean()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        assertThat(left).as("waiting for " + what).isPositive();
        wait(Math.min(left, 100));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code INSERT 1,one} and the like, null and unchanged values as such. */
  List<String> told() {
    return changes().stream().map(Recorder::told).toList();
  }

  static String told(Change change) {
    String old = change.before().map(row -> " " + text(row) + " ->").orElse("");
    return change.kind() + old + change.after().map(row -> " " + text(row)).orElse("");
  }

  static String text(Row row) {
    List<String> values = new ArrayList<>();
    for (Value value : row.values()) {
      values.add(
          switch (value) {
            case Value.Text text -> text.text();
            case Value.Null none -> "null";
            case Value.Unchanged unchanged -> "unchanged";
          });
    }
    return String.join(",", values) + (row.keyOnly() ? " (key)" : "");
  }
}
