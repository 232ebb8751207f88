package dev.minibaas.realtime.hub;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.log.ChangeLog;
import dev.minibaas.realtime.log.Entry;
import dev.minibaas.realtime.log.Reading;
import dev.minibaas.realtime.topic.TopicPattern;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes events from the log to subscriptions: one thread, which keeps the order. Subscribing
 * happens on that thread, too, between two events, so that each event is after it or before it.
 *
 * <p>A subscription that wants to go on from an earlier position, or that didn't take an event, is
 * fed from the log by other threads until it is where everyone is.
 */
public final class Router implements Hub {
  private static final Logger LOG = Log.of(Router.class);
  private static final int AT_ONCE = 256;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ChangeLog<Logged> log;
  private final Judge judge;
  private final Executor catchUps;
  private final InstantSource clock;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "realtime-hub");
  private final Batch batch;
  private volatile Consumer<Change> messages = change -> {};
  private volatile boolean closed;
  private volatile int size;
  private volatile Position at = Position.START;
  private boolean current;

  /**
   * @param catchUps runs what feeds single subscriptions from the log; may wait
   */
  public Router(ChangeLog<Logged> log, Judge judge, Executor catchUps, InstantSource clock) {
    this.log = log;
    this.judge = judge;
    this.catchUps = catchUps;
    this.clock = clock;
    this.batch =
        new Batch(
            subscriptions,
            judge,
            change -> messages.accept(change),
            this::fallBehind,
            () -> closed,
            clock);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void onMessage(Consumer<Change> listener) {
    messages = listener;
  }

  @Override
  public FilterIndex filterIndex() {
    return subscriptions.figures().now();
  }

  @Override
  public int subscriptions() {
    return size;
  }

  /** Up to where everyone has been told. */
  public Position routed() {
    return at;
  }

  @Override
  public CompletableFuture<Void> add(List<RowSubscription> wanted) {
    CompletableFuture<Void> added = new CompletableFuture<>();
    command(() -> whenCurrent(() -> complete(added, () -> subscriptions.add(wanted))));
    return added;
  }

  @Override
  public CompletableFuture<Void> remove(List<RowSubscription> unwanted) {
    CompletableFuture<Void> removed = new CompletableFuture<>();
    command(() -> complete(removed, () -> subscriptions.remove(unwanted)));
    return removed;
  }

  @Override
  public CompletableFuture<Void> add(TopicSubscription wanted, @Nullable Position resumeFrom) {
    CompletableFuture<Void> added = new CompletableFuture<>();
    command(() -> whenCurrent(() -> complete(added, () -> subscribe(wanted, resumeFrom))));
    return added;
  }

  private void subscribe(TopicSubscription wanted, @Nullable Position resumeFrom) {
    if (wanted.removed) {
      return;
    }
    subscriptions.add(wanted);
    try {
      begin(wanted, resumeFrom == null ? at : resumeFrom);
    } catch (RuntimeException e) {
      subscriptions.remove(wanted);
      throw e;
    }
    if (resumeFrom != null) {
      fallBehind(wanted, resumeFrom);
    }
  }

  private void begin(TopicSubscription wanted, Position after) {
    Position known = after.equals(Position.START) ? null : after;
    wanted.receiver().began(batch.sequence(wanted.pattern()), known);
  }

  @Override
  public CompletableFuture<Void> renew(TopicSubscription subscription, Identity identity) {
    CompletableFuture<Void> renewed = new CompletableFuture<>();
    command(() -> complete(renewed, () -> rename(subscription, identity)));
    return renewed;
  }

  /** Whoever feeds it from the log meanwhile looks anew for each piece. */
  private void rename(TopicSubscription subscription, Identity identity) {
    boolean isWithEveryone = subscription.live;
    if (isWithEveryone) {
      subscriptions.remove(subscription);
    }
    subscription.as(identity);
    if (isWithEveryone) {
      subscriptions.add(subscription);
    }
  }

  @Override
  public CompletableFuture<Void> remove(TopicSubscription unwanted) {
    CompletableFuture<Void> removed = new CompletableFuture<>();
    unwanted.removed = true;
    command(() -> complete(removed, () -> subscriptions.remove(unwanted)));
    return removed;
  }

  private void command(Runnable command) {
    commands.add(command);
    log.wake();
  }

  private void whenCurrent(Runnable command) {
    if (current) {
      command.run();
    } else {
      waiting.add(command);
    }
  }

  /** Whoever waits for it goes on here, before the next event. */
  private void complete(CompletableFuture<Void> future, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
      return;
    }
    size = subscriptions.size();
    future.complete(null);
  }

  private void run() {
    try {
      while (!closed) {
        runCommands();
        if (isCurrent()) {
          route();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!closed) {
        LOG.severe("the hub has stopped: no event goes anywhere any more");
      }
    }
  }

  private void runCommands() {
    for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
      try {
        next.run();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a command to the hub has failed", e);
      }
    }
  }

  /** What was committed before the source began is for those who resume, not for live ones. */
  private boolean isCurrent() throws InterruptedException {
    if (!current) {
      if (!log.isCurrent()) {
        log.await(log.newest(), PAUSE, () -> closed || !commands.isEmpty() || log.isCurrent());
        return false;
      }
      at = log.newest();
      current = true;
      waiting.forEach(commands::add);
      waiting.clear();
      runCommands();
    }
    return true;
  }

  private void route() throws InterruptedException {
    if (!log.await(at, PAUSE, () -> closed || !commands.isEmpty())) {
      return;
    }
    switch (log.read(at, AT_ONCE)) {
      case Reading.Gap<Logged>(Reading.Reason reason, Position continueAt) -> {
        LOG.log(Level.WARNING, "events are missing: {0}", reason);
        boolean areRowsMissing = reason != Reading.Reason.PUBLISHED_LOST;
        skip(continueAt, areRowsMissing, pattern -> ChangeTopics.mayBeMissing(reason, pattern));
      }
      case Reading.Events<Logged>(List<Entry<Logged>> entries) -> {
        if (!entries.isEmpty()) {
          route(entries, entries.getLast().position());
        }
      }
    }
  }

  private void route(List<Entry<Logged>> entries, Position last) throws InterruptedException {
    try {
      batch.route(at, entries);
      at = last;
    } catch (RuntimeException e) {
      // what one event does must not end everyone's
      LOG.log(Level.SEVERE, "events could not be passed on, all are told of a gap", e);
      // among them may have been one that says so
      judge.catalogChanged();
      skip(last, true, pattern -> true);
    }
  }

  /** Everyone goes on from there, and is told if they may miss something. */
  private void skip(
      Position continueAt, boolean areRowsMissing, Predicate<TopicPattern> isMissingSome) {
    if (areRowsMissing) {
      Set<RowReceiver> receivers = new HashSet<>();
      subscriptions.rows().forEach(subscription -> receivers.add(subscription.receiver()));
      receivers.forEach(Telling::gap);
    }
    for (TopicSubscription subscription : subscriptions.topics()) {
      subscription.fedUpTo = continueAt;
      if (isMissingSome.test(subscription.pattern())) {
        Telling.gap(subscription, at, continueAt);
      }
    }
    at = continueAt;
  }

  /** From here on the subscription is fed from the log. */
  private void fallBehind(TopicSubscription subscription, Position after) {
    subscriptions.remove(subscription);
    var catchUp =
        new CatchUp(subscription, after, log, judge, () -> closed || subscription.removed, clock);
    later(catchUp);
  }

  private void later(CatchUp catchUp) {
    try {
      catchUps.execute(() -> follow(catchUp));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.FINE, "stopping: a subscription isn't fed any more", e);
    }
  }

  private void follow(CatchUp catchUp) {
    try {
      while (!closed && !catchUp.subscription().removed) {
        switch (catchUp.advance(null)) {
          case MORE -> {
            // another piece
          }
          case REFUSED -> {
            catchUp.subscription().receiver().whenReady(() -> later(catchUp));
            return;
          }
          case DONE -> {
            command(() -> join(catchUp));
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      // closed or removed while the database could not be asked
      LOG.log(Level.FINE, "a subscription isn't fed any more", e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a subscription can't be fed from the log", e);
      command(() -> giveUp(catchUp.subscription()));
    }
  }

  /** On the hub's thread: what is left up to where everyone is, and then with everyone. */
  private void join(CatchUp catchUp) {
    TopicSubscription subscription = catchUp.subscription();
    if (subscription.removed) {
      return;
    }
    try {
      switch (catchUp.advance(at)) {
        case MORE -> later(catchUp);
        case REFUSED -> subscription.receiver().whenReady(() -> later(catchUp));
        case DONE -> rejoin(subscription, catchUp.at());
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a subscription can't be fed from the log", e);
      giveUp(subscription);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp(TopicSubscription subscription) {
    if (!subscription.removed) {
      Telling.gap(subscription, null, at);
      rejoin(subscription, at);
    }
  }

  /**
   * @param fedUpTo may be ahead of where everyone is
   */
  private void rejoin(TopicSubscription subscription, Position fedUpTo) {
    if (!subscription.removed) {
      subscription.fedUpTo = fedUpTo;
      subscriptions.add(subscription);
    }
  }

  @Override
  public void close() {
    closed = true;
    log.wake();
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
