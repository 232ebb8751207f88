package dev.minibaas.benchmarks.http;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Keeps a number of connections busy from one thread. */
public final class LoadGenerator implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int STATUSES = 1000;

  private final Target target;
  private final Supplier<byte[]> requests;
  private final BooleanSupplier goesOn;
  private final Selector selector;
  private final Histogram latencies = new Histogram();
  private final long[] statuses = new long[STATUSES];
  private int busy;
  private String firstFailure = "";

  private LoadGenerator(Target target, Supplier<byte[]> requests, BooleanSupplier goesOn)
      throws IOException {
    this.target = target;
    this.requests = requests;
    this.goesOn = goesOn;
    this.selector = Selector.open();
  }

  /**
   * What one window showed.
   *
   * @param statuses how many answers had which status
   * @param firstFailure the first answer with a status other than 2xx, as it came
   */
  public record Window(
      SortedMap<Integer, Long> statuses, String firstFailure, long nanos, Histogram latencies) {

    public long answers() {
      return statuses.values().stream().mapToLong(count -> count).sum();
    }

    /** Answers with a status other than 2xx. */
    public long failures() {
      return answers()
          - statuses.subMap(200, 300).values().stream().mapToLong(count -> count).sum();
    }

    public double perSecond() {
      return answers() * 1e9 / nanos;
    }

    /** Refusing is quicker than answering: the speed of who refuses must not count. */
    public void requireNoFailures(String name) {
      if (failures() > 0) {
        throw new IllegalStateException(
            "%s refused %d of %d requests, the first with %s"
                .formatted(name, failures(), answers(), firstFailure));
      }
    }
  }

  /**
   * Sends random ones of the requests for a while, over so many connections of the window's own.
   */
  public static Window run(Target target, List<byte[]> requests, int connections, Duration window)
      throws IOException {
    long end = System.nanoTime() + window.toNanos();
    return run(target, anyOf(requests), connections, () -> System.nanoTime() < end);
  }

  /** Random ones of the requests, without an end. */
  public static Supplier<byte[]> anyOf(List<byte[]> requests) {
    return () -> requests.get(ThreadLocalRandom.current().nextInt(requests.size()));
  }

  /** Sends the next request wherever a connection is free, as long as it shall go on. */
  public static Window run(
      Target target, Supplier<byte[]> requests, int connections, BooleanSupplier goesOn)
      throws IOException {
    long start = System.nanoTime();
    try (var generator = new LoadGenerator(target, requests, goesOn)) {
      generator.connect(connections);
      generator.loop();
      return new Window(
          generator.statuses(),
          generator.firstFailure,
          System.nanoTime() - start,
          generator.latencies);
    }
  }

  private SortedMap<Integer, Long> statuses() {
    SortedMap<Integer, Long> seen = new TreeMap<>();
    for (int status = 0; status < STATUSES; status++) {
      if (statuses[status] > 0) {
        seen.put(status, statuses[status]);
      }
    }
    return seen;
  }

  private void connect(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next(connected());
    }
  }

  private SelectionKey connected() throws IOException {
    var connection = new HttpConnection(target);
    return connection.channel().register(selector, SelectionKey.OP_READ, connection);
  }

  private SelectionKey another(SelectionKey key) throws IOException {
    key.channel().close();
    return connected();
  }

  private void loop() throws IOException {
    while (busy > 0) {
      if (selector.select(PATIENCE_MILLIS) == 0) {
        throw new IOException(target.name() + " sent nothing for " + PATIENCE_MILLIS + " ms");
      }
      handleReady();
    }
  }

  private void handleReady() throws IOException {
    Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
    while (ready.hasNext()) {
      SelectionKey key = ready.next();
      ready.remove();
      var connection = (HttpConnection) key.attachment();
      if (key.isWritable() && connection.sendRest()) {
        key.interestOps(SelectionKey.OP_READ);
      }
      if (key.isReadable() && connection.receive()) {
        count(connection);
        busy--;
        next(connection.isLast() ? another(key) : key);
      }
    }
  }

  private void count(HttpConnection connection) {
    latencies.add(System.nanoTime() - connection.sentAt());
    int status = connection.status();
    statuses[status]++;
    if (status / 100 != 2 && firstFailure.isEmpty()) {
      firstFailure = connection.text();
    }
  }

  private void next(SelectionKey key) throws IOException {
    if (!goesOn.getAsBoolean()) {
      return;
    }
    boolean sent = ((HttpConnection) key.attachment()).send(requests.get());
    key.interestOps(sent ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    busy++;
  }

  /** One request by itself: the whole answer, as it came. */
  public static String once(Target target, byte[] request) throws IOException {
    try (var connection = new HttpConnection(target)) {
      connection.channel().configureBlocking(true);
      connection.send(request);
      while (!connection.receive()) {
        // blocking: as many turns as pieces
      }
      return connection.text();
    }
  }

  /** Repeats a call until it succeeds with a body that begins as expected. */
  public static void await(Target target, Call call, String expected)
      throws IOException, InterruptedException {
    byte[] request = call.bytes(target);
    long deadline = System.nanoTime() + Duration.ofMillis(2 * PATIENCE_MILLIS).toNanos();
    String answer = once(target, request);
    while (!(answer.startsWith("HTTP/1.1 2") && answer.contains("\r\n\r\n" + expected))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(target.name() + " answers " + answer);
      }
      Thread.sleep(500);
      answer = once(target, request);
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
