package dev.minibaas.benchmarks.routing;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events on their way from the log to the outboxes of all who want them. A hundred at once: the
 * hub's thread sleeps when there is none, and to wake it is not what is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms256m", "-Xmx256m"})
public class RoutingBenchmark {
  private static final int EVENTS = 100;

  /** What happens, and who wants it. */
  public enum Kind {
    /** An event that a client has published, to the own protocol. */
    PUBLISHED,
    /** A change of a row, to the own protocol. */
    CHANGE_OWN,
    /** A change of a row, to supabase-js. */
    CHANGE_PHOENIX
  }

  @Param
  @SuppressWarnings("NullAway.Init")
  public Kind kind;

  @Param({"1000", "10000"})
  public int subscriptions;

  /** Among whom the subscriptions are shared out. */
  @Param("4")
  public int identities;

  @SuppressWarnings("NullAway.Init")
  private Node node;

  private long told;

  /** JMH makes one for each fork. */
  public RoutingBenchmark() {}

  @Setup
  public void subscribe() {
    node = new Node(identities);
    switch (kind) {
      case PUBLISHED -> node.subscribe(subscriptions, "orders/created");
      case CHANGE_OWN -> node.subscribe(subscriptions, "pg/orders/inserted");
      case CHANGE_PHOENIX -> node.join(subscriptions);
    }
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void event() {
    for (int i = 0; i < EVENTS; i++) {
      if (kind == Kind.PUBLISHED) {
        node.publish();
      } else {
        node.insert();
      }
    }
    node.finish();
    told += EVENTS;
  }

  @TearDown(Level.Iteration)
  public void check() {
    node.check(told);
  }

  @TearDown
  public void close() {
    node.close();
  }
}
