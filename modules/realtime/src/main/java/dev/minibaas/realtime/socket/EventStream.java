package dev.minibaas.realtime.socket;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.hub.TopicEvent;
import dev.minibaas.realtime.hub.TopicReceiver;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events to one client. While nothing is to be sent it has no thread; a client that
 * reads slowly is given no more than a few events at a time, and the rest out of the log.
 */
final class EventStream implements TopicReceiver, Open {
  private static final Logger LOG = Log.of(EventStream.class);
  private static final int MAX_WAITING = 64;
  private static final Set<String> DATABASES = Set.of("pg", "mongo");

  private final Connections all;
  private final AsyncContext context;
  private final Instant expires;
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private List<Runnable> whenReady = new ArrayList<>();
  private Runnable onEnd = () -> {};
  private long written = System.nanoTime();
  private boolean isOpen;
  private boolean isPumping;
  private boolean isEnding;
  private boolean isEnded;

  /**
   * @param expires when the client's token does
   */
  EventStream(Connections all, AsyncContext context, Instant expires) {
    this.all = all;
    this.context = context;
    this.expires = expires;
    context.setTimeout(0);
    context.addListener(new Ending());
  }

  /**
   * @param ended run once when no more events can be sent, or at once if that is so already
   */
  void onEnd(Runnable ended) {
    synchronized (this) {
      if (!isEnded) {
        onEnd = ended;
        return;
      }
    }
    ended.run();
  }

  /** Answers. */
  @Override
  public void began(long sequence, @Nullable Position position) {
    synchronized (this) {
      isOpen = true;
      waiting.add(": subscribed\n\n");
    }
    pumpSoon();
  }

  /** Answers with a refusal instead. */
  void refuse(int status, String problem) {
    try {
      JsonAnswer.send((HttpServletResponse) context.getResponse(), status, problem);
    } catch (IOException e) {
      LOG.log(Level.FINE, "a client is gone", e);
    }
    end();
  }

  @Override
  public boolean event(TopicEvent event) {
    String topic = event.topic();
    int slash = topic.indexOf('/');
    if (slash < 0 || !DATABASES.contains(topic.substring(0, slash))) {
      // somebody's own event under a topic of the same shape
      return true;
    }
    synchronized (this) {
      if (isEnding) {
        return true;
      }
      if (waiting.size() >= MAX_WAITING) {
        return false;
      }
      waiting.add("id: " + event.position() + "\ndata: " + event.json() + "\n\n");
    }
    pumpSoon();
    return true;
  }

  @Override
  public void gap(@Nullable Position after, Position until) {
    JsonObjectBuilder gap = Json.createObjectBuilder();
    if (after == null) {
      gap.addNull("after");
    } else {
      gap.add("after", after.toString());
    }
    String data = gap.add("until", until.toString()).build().toString();
    synchronized (this) {
      waiting.add("id: " + until + "\nevent: gap\ndata: " + data + "\n\n");
    }
    pumpSoon();
  }

  @Override
  public void whenReady(Runnable then) {
    synchronized (this) {
      if (!hasRoom()) {
        whenReady.add(then);
        return;
      }
    }
    all.executor().execute(then);
  }

  private boolean hasRoom() {
    return waiting.size() < MAX_WAITING / 2;
  }

  @Override
  public void check() {
    synchronized (this) {
      boolean isIdle = isOpen && !isPumping && waiting.isEmpty();
      if (!isIdle || System.nanoTime() - written < all.config().heartbeat().toNanos()) {
        return;
      }
      waiting.add(": still here\n\n");
    }
    pumpSoon();
  }

  @Override
  public void tick() {
    if (!Instant.now().isBefore(expires)) {
      stop();
    }
  }

  /** The client comes back, with its last position. */
  @Override
  public void stop() {
    synchronized (this) {
      isEnding = true;
    }
    pumpSoon();
  }

  private synchronized void pumpSoon() {
    if (isOpen && !isPumping && !isEnded) {
      isPumping = true;
      all.executor().execute(this::pump);
    }
  }

  private void pump() {
    try {
      ServletOutputStream out = context.getResponse().getOutputStream();
      for (String next = next(); next != null; next = next()) {
        out.write(next.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.FINE, "a client is gone", e);
      end();
    }
  }

  private @Nullable String next() {
    List<Runnable> roomy = List.of();
    String next;
    boolean isLast;
    synchronized (this) {
      next = waiting.poll();
      written = System.nanoTime();
      isPumping = next != null;
      isLast = next == null && isEnding;
      if (hasRoom() && !whenReady.isEmpty()) {
        roomy = whenReady;
        whenReady = new ArrayList<>();
      }
    }
    roomy.forEach(all.executor()::execute);
    if (isLast) {
      end();
    }
    return next;
  }

  /** Lets go of the answer and the subscription, once. */
  void end() {
    Runnable then;
    synchronized (this) {
      if (isEnded) {
        return;
      }
      isEnded = true;
      isEnding = true;
      waiting.clear();
      whenReady.clear();
      then = onEnd;
    }
    all.remove(this);
    then.run();
    try {
      context.complete();
    } catch (IllegalStateException e) {
      LOG.log(Level.FINE, "the server has ended the answer itself", e);
    }
  }

  private final class Ending implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      end();
    }

    @Override
    public void onError(AsyncEvent event) {
      end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
