package dev.minibaas.realtime.cluster;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.hub.Event;
import dev.minibaas.realtime.hub.Logged;
import dev.minibaas.realtime.log.Entry;
import dev.minibaas.realtime.log.LogLimits;
import dev.minibaas.realtime.log.Reading;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.topic.Topic;
import jakarta.json.Json;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A bus with what tests ask of it. */
final class Node implements AutoCloseable {
  static final LogLimits LIMITS = new LogLimits(256 << 20, Duration.ofMinutes(5));

  final RedisBus bus;

  Node(URI redis) throws InterruptedException {
    this(redis, LIMITS);
  }

  Node(URI redis, LogLimits limits) throws InterruptedException {
    bus = new RedisBus(redis, limits, Clock.systemUTC(), change -> "pg/" + change.table().name());
    bus.start();
    if (!bus.awaitCopy(Duration.ofSeconds(30))) {
      throw new IllegalStateException("no copy of the log");
    }
  }

  void tell(long commit, int changes) {
    for (int index = 1; index <= changes; index++) {
      bus.source().change(change(commit, index));
    }
    bus.source().reached(commit + 1);
  }

  static Change change(long commit, int index) {
    return new Change(
        Position.ofChange(commit, index),
        new TableName("public", "notes"),
        ChangeKind.INSERT,
        List.of(new Column("id", "int8", true), new Column("body", "text", false)),
        new Row(List.of(Value.of(commit + "/" + index), Value.of("some text")), false),
        null,
        Instant.parse("2026-11-25T12:00:00.123456Z"));
  }

  static Publication publication(String topic, String payload, @Nullable String key) {
    return new Publication(Topic.of(topic), "said", Json.createValue(payload), key, null, null);
  }

  /** Everything after a position; fails on a gap. */
  List<Entry<Logged>> after(Position position) {
    List<Entry<Logged>> all = new ArrayList<>();
    Position at = position;
    while (true) {
      Reading<Logged> reading = bus.log().read(at, 1000);
      if (!(reading instanceof Reading.Events<Logged>(var entries))) {
        throw new AssertionError(reading.toString());
      }
      if (entries.isEmpty()) {
        return all;
      }
      all.addAll(entries);
      at = entries.getLast().position();
    }
  }

  /** As texts: {@code c110/1} of changes, {@code p} and the payload of published events. */
  List<String> textsAfter(Position position) {
    return after(position).stream().map(entry -> text(entry.event().event())).toList();
  }

  static String text(Event event) {
    return switch (event) {
      case Event.RowChanged(Change change) ->
          "c" + change.position().commit() + "/" + change.position().index();
      case Event.Published published -> "p" + published.publication().payload();
      case Event.CatalogChanged() -> "catalog";
    };
  }

  /** Waits until what was committed before that place is here. */
  Node awaitCommit(long commit) throws InterruptedException {
    await(() -> bus.log().covers(commit));
    return this;
  }

  Node awaitPosition(Position position) throws InterruptedException {
    await(() ->
        bus.log().newest().era() == position.era() && bus.log().newest().compareTo(position) >= 0);
    return this;
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited for too long");
      }
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    bus.close();
  }
}
