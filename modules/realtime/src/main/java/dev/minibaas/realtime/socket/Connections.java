package dev.minibaas.realtime.socket;

import dev.minibaas.platform.log.Log;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;

/** All that are connected to this node. Safe for threads. */
public final class Connections implements AutoCloseable {
  private static final Logger LOG = Log.of(Connections.class);
  private static final long CHECK_MILLIS = 100;

  /** What clients are timed by. */
  private final ServedTime time =
      new ServedTime(TimeUnit.MILLISECONDS.toNanos(CHECK_MILLIS), System::nanoTime);

  private final SocketConfig config;
  private final Executor executor;
  private final SocketMetrics metrics;
  private final long started = System.nanoTime();
  private final Set<Open> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isTicking = new AtomicBoolean();
  private final ScheduledFuture<?> checks;
  private final ScheduledFuture<?> ticks;
  private volatile boolean isStopping;

  /**
   * @param executor runs whatever may wait for a client; so one with many threads, or virtual ones
   * @param scheduler for the few tasks that look after all connections
   * @param registry null where nothing is measured
   */
  public Connections(
      SocketConfig config,
      Executor executor,
      ScheduledExecutorService scheduler,
      @Nullable MetricRegistry registry) {
    this.config = config;
    this.executor = executor;
    this.metrics = new SocketMetrics(registry, this::count);
    this.checks =
        scheduler.scheduleWithFixedDelay(
            this::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    long tick = config.tick().toMillis();
    this.ticks =
        scheduler.scheduleWithFixedDelay(this::tickSoon, tick, tick, TimeUnit.MILLISECONDS);
  }

  private void check() {
    time.tick();
    forAll(Open::check);
  }

  LongSupplier time() {
    return time;
  }

  SocketConfig config() {
    return config;
  }

  Executor executor() {
    return executor;
  }

  SocketMetrics metrics() {
    return metrics;
  }

  public int count() {
    return open.size();
  }

  public Duration uptime() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  public boolean isStopping() {
    return isStopping;
  }

  boolean isFull() {
    return count() >= config.maxConnections();
  }

  /**
   * Takes one in.
   *
   * @return false when there is no room for it
   */
  boolean add(Open connection) {
    if (isStopping || isFull()) {
      return false;
    }
    open.add(connection);
    if (isStopping) {
      connection.stop();
    }
    return true;
  }

  void remove(Open connection) {
    if (open.remove(connection) && isStopping && open.isEmpty()) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Conversations may ask a database then, which must not keep the checks waiting. */
  private void tickSoon() {
    if (isTicking.compareAndSet(false, true)) {
      executor.execute(() -> {
        try {
          forAll(Open::tick);
        } finally {
          isTicking.set(false);
        }
      });
    }
  }

  private void forAll(Consumer<Open> work) {
    for (Open connection : open) {
      try {
        work.accept(connection);
      } catch (RuntimeException e) {
        LOG.log(Level.SEVERE, "a connection could not be looked after", e);
      }
    }
  }

  /** Says goodbye to all, and waits for them to go as long as is allowed. */
  @Override
  public void close() {
    isStopping = true;
    ticks.cancel(false);
    forAll(Open::stop);
    try {
      awaitNone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    checks.cancel(false);
  }

  private synchronized void awaitNone() throws InterruptedException {
    long end = System.nanoTime() + config.stop().toNanos();
    long left = config.stop().toMillis();
    while (!open.isEmpty() && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }
}
