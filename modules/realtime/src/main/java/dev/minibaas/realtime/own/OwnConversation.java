package dev.minibaas.realtime.own;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.access.Bearer;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.change.InvalidPosition;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.InvalidFilter;
import dev.minibaas.realtime.hub.EventBus.BusUnavailable;
import dev.minibaas.realtime.hub.TopicSubscription;
import dev.minibaas.realtime.own.OwnError.Code;
import dev.minibaas.realtime.phoenix.Frame;
import dev.minibaas.realtime.socket.Allowance;
import dev.minibaas.realtime.socket.Conversation;
import dev.minibaas.realtime.socket.Handshake;
import dev.minibaas.realtime.socket.Outbox;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The platform's own protocol with one client: AUTH first, then subscriptions and publications. A
 * client whose handshake said who it is needs no AUTH.
 */
public final class OwnConversation implements Conversation {
  private static final Logger LOG = Log.of(OwnConversation.class);
  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);
  private static final int REFUSED = 1008;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Outbox outbox;
  private final OwnParts parts;
  private final String name = "conn-" + NUMBERS.incrementAndGet();
  private final Instant since;
  private final Allowance publications;
  private final Map<String, Held> subscriptions = new ConcurrentHashMap<>();
  private @Nullable Bearer bearer;

  private record Held(Subscriber subscriber, TopicSubscription inHub) {}

  public OwnConversation(Handshake handshake, Outbox outbox, OwnParts parts) {
    this.outbox = outbox;
    this.parts = parts;
    this.since = parts.clock().instant();
    this.publications =
        new Allowance(parts.clock(), parts.publishedPerSecond(), Duration.ofSeconds(1));
    String token = handshake.token();
    if (token != null) {
      authenticate(now -> Bearer.of(token, parts.authentication(), now));
    } else if (!handshake.key().role().equals(Caller.ANON)) {
      authenticate(now -> Bearer.ofKey(handshake.key(), parts.authentication(), now));
    }
  }

  @Override
  public void text(String message) {
    answering(() -> handle(ClientMessage.parse(message, parts.limits())));
  }

  @Override
  public void binary(ByteBuffer message) {
    refuse(new OwnError(Code.INVALID_MESSAGE, "a message is a JSON object, in a text frame"));
  }

  private void answering(Runnable work) {
    try {
      work.run();
    } catch (OwnError e) {
      refuse(e);
    }
  }

  private void handle(ClientMessage message) {
    switch (message) {
      case ClientMessage.Auth(String token) ->
          authenticate(now -> Bearer.of(token, parts.authentication(), now));
      case ClientMessage.Ping ignored -> tell(new ServerMessage.Pong(parts.clock().instant()));
      case ClientMessage.Subscribe(Subscription subscription) -> subscribe(subscription);
      case ClientMessage.SubscribeBatch batch -> batch.items().forEach(this::subscribe);
      case ClientMessage.Unsubscribe(String unwanted) -> unsubscribe(unwanted);
      case ClientMessage.Publish(Publication publication) -> publish(publication);
    }
  }

  /** Looks who it is, at a time. */
  @FunctionalInterface
  private interface Look {
    Bearer at(Instant now) throws InvalidToken;
  }

  private void authenticate(Look look) {
    if (isKnown(look)) {
      greet(known(null));
    }
  }

  /** Whoever isn't is told so, and closed. */
  private boolean isKnown(Look look) {
    try {
      bearer = look.at(parts.clock().instant());
      return true;
    } catch (InvalidToken e) {
      refuse(new OwnError(Code.AUTH_FAILED, String.valueOf(e.getMessage())));
      outbox.close(REFUSED, "authentication failed");
      return false;
    }
  }

  /** Whatever is committed after the greeting is judged as this caller's. */
  private void greet(Caller known) {
    TopicRights rights = TopicRights.of(known);
    List<OwnError> refusals = new ArrayList<>();
    Map.copyOf(subscriptions)
        .forEach((subscribed, held) -> {
          if (rights.maySubscribe(held.inHub.pattern())) {
            parts.hub().renew(held.inHub, Identity.of(known));
          } else {
            drop(subscribed);
            refusals.add(forbidden(subscribed));
          }
        });
    tell(new ServerMessage.AuthOk(name, parts.clock().instant()));
    refusals.forEach(this::refuse);
  }

  private void subscribe(ClientMessage.Item item) {
    switch (item) {
      case ClientMessage.Refused(OwnError error) -> refuse(error);
      case ClientMessage.Wanted(Subscription subscription) ->
          answering(() -> subscribe(subscription));
    }
  }

  private void subscribe(Subscription wanted) {
    String named = wanted.name();
    Caller known = known(named);
    if (!TopicRights.of(known).maySubscribe(wanted.topic())) {
      throw forbidden(named);
    }
    if (subscriptions.containsKey(named)) {
      throw new OwnError(
          Code.DUPLICATE_SUBSCRIPTION, "the connection has a subscription of this name", named);
    }
    if (subscriptions.size() >= parts.limits().subscriptions()) {
      String text = "a connection has at most " + parts.limits().subscriptions() + " subscriptions";
      throw new OwnError(Code.CAPACITY_EXCEEDED, text, named);
    }
    Position from = position(wanted);
    var subscriber = new Subscriber(wanted, outbox, System::nanoTime);
    var inHub =
        new TopicSubscription(subscriber, Identity.of(known), wanted.topic(), wanted.filter());
    var held = new Held(subscriber, inHub);
    subscriptions.put(named, held);
    parts
        .hub()
        .add(inHub, from)
        .whenComplete((done, failure) -> {
          if (failure != null) {
            subscriptions.remove(named, held);
            refuse(notSubscribed(named, failure));
          }
        });
  }

  private static OwnError notSubscribed(String named, Throwable failure) {
    if (failure instanceof InvalidFilter invalid) {
      return new OwnError(Code.CAPACITY_EXCEEDED, String.valueOf(invalid.getMessage()), named);
    }
    LOG.log(Level.WARNING, "a topic can't be subscribed to", failure);
    return new OwnError(Code.UNAVAILABLE, "the subscription is not possible now", named);
  }

  private static @Nullable Position position(Subscription wanted) {
    String text = wanted.resumeFrom();
    try {
      return text == null ? null : Position.parse(text);
    } catch (InvalidPosition e) {
      throw new OwnError(
          Code.INVALID_OPTIONS, "resume_from must be the position of an event", wanted.name());
    }
  }

  private void unsubscribe(String named) {
    if (!drop(named)) {
      throw new OwnError(
          Code.UNKNOWN_SUBSCRIPTION, "the connection has no subscription of this name", named);
    }
    tell(new ServerMessage.Unsubscribed(named));
  }

  private boolean drop(String named) {
    Held held = subscriptions.remove(named);
    if (held != null) {
      held.subscriber.stop();
      parts.hub().remove(held.inHub);
    }
    return held != null;
  }

  private void publish(Publication publication) {
    Caller known = known(null);
    if (!TopicRights.of(known).mayPublish(publication.topic())) {
      throw new OwnError(Code.FORBIDDEN, "the token gives no right to publish there");
    }
    if (!publications.take()) {
      throw new OwnError(
          Code.RATE_LIMITED,
          "a connection publishes at most " + parts.publishedPerSecond() + " events a second");
    }
    try {
      parts.bus().publish(publication);
    } catch (BusUnavailable e) {
      throw new OwnError(Code.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private Caller known(@Nullable String named) {
    Bearer known = bearer;
    if (known == null) {
      throw new OwnError(Code.NOT_AUTHENTICATED, "AUTH must come first", named);
    }
    return known.caller();
  }

  private static OwnError forbidden(String named) {
    return new OwnError(
        Code.FORBIDDEN, "the token gives no right to subscribe to this topic", named);
  }

  @Override
  public void tick() {
    Instant now = parts.clock().instant();
    Bearer known = bearer;
    if (known == null && now.isAfter(since.plus(UNKNOWN_FOR))) {
      refuse(new OwnError(Code.NOT_AUTHENTICATED, "AUTH must come within 10 seconds"));
      outbox.close(REFUSED, "no AUTH in time");
    } else if (known != null && known.isDue(now)) {
      isKnown(later -> known.again(parts.authentication(), later));
    }
  }

  @Override
  public void closed() {
    for (Held held : subscriptions.values()) {
      held.subscriber.stop();
      parts.hub().remove(held.inHub);
    }
    subscriptions.clear();
  }

  private void refuse(OwnError error) {
    tell(new ServerMessage.Failure(error));
  }

  private void tell(ServerMessage message) {
    outbox.tell(new Frame.Text(message.text()));
  }
}
