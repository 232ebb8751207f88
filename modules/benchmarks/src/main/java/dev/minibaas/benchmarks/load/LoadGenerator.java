package dev.minibaas.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Keeps a number of connections busy from one thread. */
final class LoadGenerator implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Target target;
  private final List<byte[]> requests;
  private final Selector selector;
  private final Histogram latencies = new Histogram();
  private final long end;
  private int busy;
  private long answers;
  private long failures;
  private String firstFailure = "";

  private LoadGenerator(Target target, List<byte[]> requests, long end) throws IOException {
    this.target = target;
    this.requests = requests;
    this.selector = Selector.open();
    this.end = end;
  }

  /**
   * What one window showed.
   *
   * @param failures answers with a status other than 2xx
   * @param firstFailure the first of them, as it came
   */
  record Window(long answers, long failures, String firstFailure, long nanos, Histogram latencies) {
    double perSecond() {
      return answers * 1e9 / nanos;
    }
  }

  /**
   * Sends random ones of the requests for a while, over so many connections of the window's own.
   */
  static Window run(Target target, List<byte[]> requests, int connections, Duration window)
      throws IOException {
    long start = System.nanoTime();
    try (var generator = new LoadGenerator(target, requests, start + window.toNanos())) {
      generator.connect(connections);
      generator.loop();
      return new Window(
          generator.answers,
          generator.failures,
          generator.firstFailure,
          System.nanoTime() - start,
          generator.latencies);
    }
  }

  private void connect(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      var connection = new HttpConnection(target);
      next(connection.channel().register(selector, SelectionKey.OP_READ, connection));
    }
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
        next(key);
      }
    }
  }

  private void count(HttpConnection connection) {
    answers++;
    latencies.add(System.nanoTime() - connection.sentAt());
    if (connection.status() / 100 != 2) {
      failures++;
      if (firstFailure.isEmpty()) {
        firstFailure = connection.text();
      }
    }
  }

  private void next(SelectionKey key) throws IOException {
    if (System.nanoTime() >= end) {
      return;
    }
    byte[] request = requests.get(ThreadLocalRandom.current().nextInt(requests.size()));
    boolean sent = ((HttpConnection) key.attachment()).send(request);
    key.interestOps(sent ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    busy++;
  }

  /** One request by itself: the whole answer, as it came. */
  static String once(Target target, byte[] request) throws IOException {
    try (var connection = new HttpConnection(target)) {
      connection.channel().configureBlocking(true);
      connection.send(request);
      while (!connection.receive()) {
        // blocking: as many turns as pieces
      }
      return connection.text();
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
