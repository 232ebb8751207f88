package dev.minibaas.auth.mail;

import dev.minibaas.platform.log.Log;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one thread of a node that looks for mails, each second. It is not woken by the call that asks
 * for one: who measures how busy the node is right after a call would learn what the call did.
 */
public final class Postman implements AutoCloseable {
  private static final Logger LOG = Log.of(Postman.class);
  private static final int PAUSE_MILLIS = 1000;
  private static final int LAST_MAIL_SECONDS = 15;

  private final ScheduledExecutorService thread;
  private final List<Round> rounds;

  /** Work that is done each second. */
  @FunctionalInterface
  public interface Round {
    /** Ends early when it is no longer wished for. */
    void run(BooleanSupplier wished);
  }

  /**
   * Made while the application starts.
   *
   * @param rounds what is done each second, in this order
   */
  public Postman(List<Round> rounds) {
    this.rounds = List.copyOf(rounds);
    // that of the application as the server has set it up: with it alone Jakarta Mail finds its
    // parts
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    this.thread = Executors.newSingleThreadScheduledExecutor(work -> thread(work, loader));
  }

  public void start() {
    thread.scheduleWithFixedDelay(this::round, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void round() {
    rounds.forEach(this::attempt);
  }

  // whatever goes wrong, the next second is another try: the rows are still there
  private void attempt(Round round) {
    try {
      round.run(() -> !thread.isShutdown());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "mails are not handled now", e);
    }
  }

  private static Thread thread(Runnable work, ClassLoader loader) {
    Thread thread = new Thread(work, "auth-mail");
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    return thread;
  }

  /** Lets the mail that is on its way arrive, and begins none. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_MAIL_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
