package dev.minibaas.benchmarks.routing;

import dev.minibaas.realtime.filter.Cell;
import dev.minibaas.realtime.filter.ChangeKind;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.filter.EventIndex;
import dev.minibaas.realtime.filter.EventView;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.filter.RowIndex;
import dev.minibaas.realtime.topic.Topic;
import dev.minibaas.realtime.topic.TopicPattern;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** One event or row among subscriptions of which ever the same five want it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class FilterBenchmark {
  static final int MATCHES = 5;

  /** By what subscriptions are told apart. */
  public enum Kind {
    ROW_EQUAL,
    ROW_GREATER,
    EVENT_FIELD,
    EVENT_TOPIC
  }

  @Param
  @SuppressWarnings("NullAway.Init")
  public Kind kind;

  @Param({"10", "10000"})
  public int subscriptions;

  private final RowIndex<Integer> rows = new RowIndex<>();
  private final EventIndex<Integer> events = new EventIndex<>();
  private final Topic topic = Topic.of("orders/0");
  private final JsonObject payload =
      Json.createObjectBuilder().add("city", "0").add("amount", 12).build();
  private final EventView event =
      new EventView("orders/0", "created", JsonObject.EMPTY_JSON_OBJECT, payload);

  /** JMH makes one for each fork. */
  public FilterBenchmark() {}

  @Setup
  public void subscribe() {
    for (int i = 0; i < subscriptions; i++) {
      add(i, i < MATCHES ? 0 : i);
    }
  }

  /** A subscription that only events and rows with this value match; all have 0. */
  private void add(int subscriber, int value) {
    switch (kind) {
      case ROW_EQUAL -> row(subscriber, "city=eq." + value);
      case ROW_GREATER -> row(subscriber, "amount=gte." + value);
      case EVENT_FIELD -> event(subscriber, "orders/*", filter(value));
      case EVENT_TOPIC -> event(subscriber, "orders/" + value, EventFilter.NONE);
    }
  }

  private void row(int subscriber, String filter) {
    rows.add(ChangeKind.INSERT, "public", "orders", RowFilter.parse(filter), subscriber);
  }

  private static EventFilter filter(int value) {
    return EventFilter.parse(
        Json.createObjectBuilder()
            .add("payload.city", Json.createObjectBuilder().add("eq", String.valueOf(value)))
            .build());
  }

  private void event(int subscriber, String pattern, EventFilter filter) {
    events.add(TopicPattern.parse(pattern), filter, subscriber);
  }

  @Benchmark
  public int evaluation(Blackhole matches) {
    return switch (kind) {
      case ROW_EQUAL, ROW_GREATER ->
          rows.match(
              ChangeKind.INSERT,
              "public",
              "orders",
              FilterBenchmark::cell,
              (subscriber, filter, verdict) -> matches.consume(subscriber));
      case EVENT_FIELD, EVENT_TOPIC ->
          events.match(topic, event, (subscriber, filter, verdict) -> matches.consume(subscriber));
    };
  }

  private static @Nullable Cell cell(String column) {
    return switch (column) {
      case "city" -> new Cell.Value("text", "0");
      case "amount" -> new Cell.Value("int4", "0");
      default -> null;
    };
  }
}
