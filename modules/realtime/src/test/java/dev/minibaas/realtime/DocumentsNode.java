package dev.minibaas.realtime;

import dev.minibaas.platform.settings.Settings;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.hub.TopicEvent;
import dev.minibaas.realtime.hub.TopicReceiver;
import dev.minibaas.realtime.hub.TopicSubscription;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.topic.TopicPattern;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import dev.minibaas.testkit.Tokens;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The whole module, on a database and what else is configured, with subscribers. */
final class DocumentsNode implements AutoCloseable {
  static final Identity ANN = user("ann");
  static final Identity BOB = user("bob");
  static final Identity SERVICE =
      new Identity("service_role", "{\"role\":\"service_role\",\"sub\":\"nobody\"}");

  private final RealtimeModule module;

  DocumentsNode(TestDatabase database, String slot, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put("JWT_SECRET", Tokens.SECRET);
    values.put("REALTIME_DB_URL", database.jdbcUrl());
    values.put("REALTIME_DB_PASSWORD", Login.REALTIME.password());
    values.put("REALTIME_SLOT", slot);
    Settings settings = Settings.of(values);
    RealtimeConfig config = RealtimeConfig.from(settings);
    settings.check();
    module =
        new RealtimeModule(
                config,
                database.pool(Login.AUTHENTICATOR, 2),
                config.callers().authentication(),
                null)
            .start();
  }

  static Identity user(String name) {
    return new Identity("authenticated", "{\"role\":\"authenticated\",\"sub\":\"" + name + "\"}");
  }

  RealtimeModule module() {
    return module;
  }

  Heard hear(Identity identity, String pattern) {
    return hear(identity, pattern, EventFilter.NONE, null);
  }

  /** From the return on everything comes. */
  Heard hear(Identity identity, String pattern, EventFilter filter, @Nullable Position resumeFrom) {
    var heard = new Heard();
    module
        .hub()
        .add(
            new TopicSubscription(heard, identity, TopicPattern.parse(pattern), filter), resumeFrom)
        .join();
    return heard;
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited for too long: " + what);
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    module.close();
  }

  /** Remembers what it is told. */
  static final class Heard implements TopicReceiver {
    private final List<TopicEvent> events = new ArrayList<>();
    private int gaps;

    @Override
    public void began(long sequence, @Nullable Position position) {
      // waited for
    }

    @Override
    public synchronized boolean event(TopicEvent event) {
      events.add(event);
      return true;
    }

    @Override
    public synchronized void gap(@Nullable Position after, Position until) {
      gaps++;
    }

    @Override
    public void whenReady(Runnable then) {
      throw new IllegalStateException("everything was taken");
    }

    synchronized List<TopicEvent> events() {
      return List.copyOf(events);
    }

    synchronized int gaps() {
      return gaps;
    }

    Heard await(int count) {
      DocumentsNode.await(count + " events, there are " + texts(), () -> events().size() >= count);
      return this;
    }

    Heard awaitGap() {
      DocumentsNode.await("a gap", () -> gaps() > 0);
      return this;
    }

    /** Topic and field {@code n} of the document. */
    List<String> texts() {
      return events().stream().map(event -> event.topic() + " " + n(event)).toList();
    }

    static @Nullable Object n(TopicEvent event) {
      var payload = (JsonObject) JsonReader.read(event.payload());
      return payload.get("fullDocument") instanceof JsonObject document ? document.get("n") : null;
    }
  }
}
