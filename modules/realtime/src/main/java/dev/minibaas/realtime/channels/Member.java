package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.access.ChannelRights.Rights;
import dev.minibaas.realtime.phoenix.Frame;
import dev.minibaas.realtime.phoenix.Outgoing;
import dev.minibaas.realtime.phoenix.Replies;
import dev.minibaas.realtime.phoenix.Serializer;
import dev.minibaas.realtime.socket.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client in a channel, as those see it who have something for it. Nothing goes out before the
 * reply to its join, and nothing after the channel's end. Safe for threads; nobody waits.
 */
final class Member {
  static final int TRY_AGAIN_LATER = 1013;

  private static final String LOST = "messages were lost: the client is too slow";
  private static final int MAX_HELD = 1_000;

  private final Outbox outbox;
  private final Serializer serializer;
  private final ChannelKey channel;
  private final @Nullable String joinRef;
  private final boolean hearsPresence;
  private Rights rights;

  /** What waits for the reply to the join; null from then on. */
  private @Nullable List<Waiting> held = new ArrayList<>();

  private Set<String> replayed = Set.of();
  private boolean closed;

  /**
   * @param id of a broadcast, if it has one
   */
  private record Waiting(Supplier<Frame> frame, @Nullable String id) {}

  /**
   * @param hearsPresence whether the client wants to know who is in the channel
   */
  Member(
      Outbox outbox,
      Serializer serializer,
      ChannelKey channel,
      @Nullable String joinRef,
      boolean hearsPresence,
      Rights rights) {
    this.outbox = outbox;
    this.serializer = serializer;
    this.channel = channel;
    this.joinRef = joinRef;
    this.hearsPresence = hearsPresence;
    this.rights = rights;
  }

  ChannelKey channel() {
    return channel;
  }

  synchronized Rights rights() {
    return rights;
  }

  synchronized void rights(Rights now) {
    rights = now;
  }

  synchronized boolean isTold(Rights of, boolean ofPresence) {
    return ofPresence ? hearsPresence && of.readPresence() : of.readBroadcast();
  }

  boolean hearsPresence() {
    return isTold(rights(), true);
  }

  /** Answers the join; what has come meanwhile follows, after what is replayed. */
  synchronized void open(Outgoing reply, List<Outgoing.Broadcast> replay, Set<String> ids) {
    if (closed) {
      return;
    }
    tell(reply);
    replayed = Set.copyOf(ids);
    List<Waiting> waiting = held == null ? List.of() : held;
    held = null;
    replay.forEach(message -> serializer.write(message).ifPresent(frame -> put(() -> frame, null)));
    waiting.forEach(one -> put(one.frame, one.id));
  }

  /**
   * @param id by which a replayed message is known; null for none
   */
  synchronized void broadcast(SharedFrame message, @Nullable String id) {
    if (isTold(rights, false)) {
      message.in(serializer).ifPresent(frame -> put(() -> frame, id));
    }
  }

  synchronized void presenceDiff(SharedFrame message) {
    if (isTold(rights, true)) {
      message.in(serializer).ifPresent(frame -> put(() -> frame, null));
    }
  }

  synchronized void presenceState(List<Presence> presences) {
    put(() -> frame("presence_state", Presence.byKey(presences).toString()), null);
  }

  /**
   * @param change makes the {@link #changeFrame frame} of it, on another thread
   */
  synchronized void change(Supplier<Frame> change) {
    put(change, null);
  }

  /**
   * @param payload JSON
   */
  Frame changeFrame(String payload) {
    return frame("postgres_changes", payload);
  }

  private Frame frame(String event, String payload) {
    return serializer.raw(joinRef, channel.topic(), event, payload);
  }

  /** How the channel fares. */
  synchronized void system(Replies.Extension extension, boolean ok, String message) {
    if (!closed) {
      tell(Replies.system(channel.topic(), joinRef, extension, ok, message));
    }
  }

  /** An answer to a push of the client. */
  synchronized void reply(Outgoing reply) {
    if (!closed) {
      tell(reply);
    }
  }

  /** The channel is over, and the client is told. */
  synchronized void close() {
    if (!closed) {
      tell(Replies.closed(channel.topic(), joinRef));
      closed = true;
    }
  }

  /** The connection is gone. */
  synchronized void abandon() {
    closed = true;
  }

  private void put(Supplier<Frame> frame, @Nullable String id) {
    if (closed || (id != null && replayed.contains(id))) {
      return;
    }
    if (held != null) {
      if (held.size() < MAX_HELD) {
        held.add(new Waiting(frame, id));
      } else {
        lose();
      }
    } else if (!outbox.offer(frame)) {
      lose();
    }
  }

  /** The client comes back, and joins anew; what it has missed it then knows to have missed. */
  private void lose() {
    tell(Replies.system(channel.topic(), joinRef, Replies.Extension.SYSTEM, false, LOST));
    closed = true;
    outbox.close(TRY_AGAIN_LATER, LOST);
  }

  private void tell(Outgoing message) {
    serializer.write(message).ifPresent(outbox::tell);
  }
}
