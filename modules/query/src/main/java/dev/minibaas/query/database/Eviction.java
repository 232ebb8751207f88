package dev.minibaas.query.database;

import dev.minibaas.platform.log.Log;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks every few seconds for what is idle; the one thread of all pools. */
public final class Eviction implements AutoCloseable {
  private static final Logger LOG = Log.of(Eviction.class);
  private static final int SECONDS = 5;

  private final Databases databases;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().name("query-eviction").daemon().unstarted(work));

  public Eviction(Databases databases) {
    this.databases = databases;
  }

  public void start() {
    clock.scheduleWithFixedDelay(this::evict, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  private void evict() {
    try {
      databases.evictIdle();
    } catch (RuntimeException e) {
      // else the clock would stop
      LOG.log(Level.WARNING, "an idle connection couldn't be closed", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
