package dev.minibaas.realtime.channels;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.hub.Relay;
import dev.minibaas.realtime.phoenix.Content;
import dev.minibaas.realtime.phoenix.Outgoing;
import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The channels of a node: who is in them, and what they are told, here and on the other nodes. Safe
 * for threads.
 */
public final class Channels implements AutoCloseable {
  private static final Logger LOG = Log.of(Channels.class);

  private final Relay relay;
  private final String node;
  private final Map<ChannelKey, Set<Member>> members = new ConcurrentHashMap<>();
  private final AtomicLong refs = new AtomicLong();

  /**
   * Of presence: what members and nodes are told of it is told in the order in which it happened.
   * Under it only members' own locks are taken.
   */
  private final Lock presenceLock = new ReentrantLock();

  private final Presences presences;
  private final Map<Member, Presence> tracked = new HashMap<>();

  public Channels(Relay relay, InstantSource clock) {
    this.relay = relay;
    // a node that starts again is another one: nobody may add its presences to the former ones
    this.node = UUID.randomUUID().toString();
    this.presences = new Presences(node, clock);
    relay.receive(this::receive);
  }

  /** From now on the member is told; first who is there, if it wants to know. */
  void join(Member member) {
    presenceLock.lock();
    try {
      members.compute(
          member.channel(),
          (channel, there) -> {
            Set<Member> all = there == null ? ConcurrentHashMap.newKeySet() : there;
            all.add(member);
            return all;
          });
      if (member.hearsPresence()) {
        member.presenceState(presences.in(member.channel()));
      }
    } finally {
      presenceLock.unlock();
    }
  }

  void leave(Member member) {
    presenceLock.lock();
    try {
      members.computeIfPresent(
          member.channel(),
          (channel, there) -> {
            there.remove(member);
            return there.isEmpty() ? null : there;
          });
      untrack(member);
    } finally {
      presenceLock.unlock();
    }
  }

  /** What is said already needs no saying. */
  void track(Member member, String key, JsonObject payload) {
    presenceLock.lock();
    try {
      Presence before = tracked.get(member);
      if (before != null && before.payload().equals(payload)) {
        return;
      }
      var now = new Presence(key, node + "." + refs.incrementAndGet(), payload);
      tracked.put(member, now);
      List<Presence> left = before == null ? List.of() : List.of(before);
      change(new PresenceDiff(member.channel(), List.of(now), left));
    } finally {
      presenceLock.unlock();
    }
  }

  void untrack(Member member) {
    presenceLock.lock();
    try {
      Presence before = tracked.remove(member);
      if (before != null) {
        change(new PresenceDiff(member.channel(), List.of(), List.of(before)));
      }
    } finally {
      presenceLock.unlock();
    }
  }

  /**
   * To the members on all nodes.
   *
   * @param except who doesn't hear itself; null for none
   */
  void broadcast(NodeMessage.Broadcast message, @Nullable Member except) {
    deliver(message, except, null);
    relay.send(NodeCodec.write(message));
  }

  /** A row of {@code realtime.messages} was inserted; every node's hub tells its own channels. */
  public void stored(Change change) {
    StoredMessage.of(change)
        .filter(message -> members.containsKey(message.channel()))
        .ifPresent(message ->
            deliver(
                new NodeMessage.Broadcast(
                    message.channel(), message.event(), message.content(), message.metadata()),
                null,
                message.id()));
  }

  /** To be called every few seconds, less than fifteen. */
  public void tick() {
    presenceLock.lock();
    try {
      relay.send(NodeCodec.write(presences.beat()));
      presences.loseSilent().forEach(this::tell);
    } finally {
      presenceLock.unlock();
    }
  }

  /** The other nodes needn't wait for the silence. */
  @Override
  public void close() {
    presenceLock.lock();
    try {
      relay.send(NodeCodec.write(presences.gone()));
    } finally {
      presenceLock.unlock();
    }
  }

  private void receive(String text) {
    NodeMessage message = NodeCodec.read(text).orElse(null);
    switch (message) {
      case null -> LOG.log(Level.WARNING, "a node told what is not understood here");
      case NodeMessage.Broadcast broadcast -> deliver(broadcast, null, null);
      case NodeMessage.OfPresence presence -> {
        presenceLock.lock();
        try {
          Presences.Reaction reaction = presences.hear(presence);
          reaction.diffs().forEach(this::tell);
          if (reaction.answer() != null) {
            relay.send(NodeCodec.write(reaction.answer()));
          }
        } finally {
          presenceLock.unlock();
        }
      }
    }
  }

  private void change(PresenceDiff diff) {
    NodeMessage message = presences.change(diff);
    tell(diff);
    relay.send(NodeCodec.write(message));
  }

  private void tell(PresenceDiff diff) {
    Set<Member> there = members.get(diff.channel());
    if (there != null) {
      var frame = new SharedFrame(diff.message());
      there.forEach(member -> member.presenceDiff(frame));
    }
  }

  private void deliver(
      NodeMessage.Broadcast message, @Nullable Member except, @Nullable String id) {
    Set<Member> there = members.get(message.channel());
    if (there == null) {
      return;
    }
    Content content = message.content();
    var frame =
        new SharedFrame(
            new Outgoing.Broadcast(
                message.channel().topic(), message.event(), content, message.metadata()));
    for (Member member : there) {
      if (member != except) {
        member.broadcast(frame, id);
      }
    }
  }
}
