package dev.minibaas.realtime.channels;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which channel, on all nodes. Each node owns its presences and numbers what it tells of
 * them; one that misses a number asks for everything, and one that hears nothing of another for a
 * while takes its presences for gone. For one thread at a time.
 */
final class Presences {
  static final Duration SILENCE = Duration.ofSeconds(15);

  private final String node;
  private final InstantSource clock;
  private final Roster own = new Roster();
  private final Map<String, Other> others = new HashMap<>();
  private long number;

  /** Another node, as far as this one knows. */
  private static final class Other {
    private Roster roster = new Roster();
    private long number;
    private Instant heard;
    private boolean asked;

    Other(Instant heard) {
      this.heard = heard;
    }
  }

  /**
   * What came of a message.
   *
   * @param diffs for the members here
   * @param answer for the other nodes
   */
  record Reaction(List<PresenceDiff> diffs, @Nullable NodeMessage answer) {
    static final Reaction NONE = new Reaction(List.of(), null);
  }

  /**
   * @param node a name that no other node has, nor this one had before its last start
   */
  Presences(String node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
  }

  List<Presence> in(ChannelKey channel) {
    List<Presence> presences = new ArrayList<>(own.in(channel));
    others.values().forEach(other -> presences.addAll(other.roster.in(channel)));
    return presences;
  }

  /** Of a member here; returns what the other nodes are to be told. */
  NodeMessage change(PresenceDiff diff) {
    own.apply(diff);
    number++;
    return new NodeMessage.Changed(node, number, diff);
  }

  NodeMessage beat() {
    return new NodeMessage.Beat(node, number);
  }

  NodeMessage gone() {
    return new NodeMessage.Gone(node);
  }

  Reaction hear(NodeMessage.OfPresence message) {
    if (message.node().equals(node)) {
      return Reaction.NONE;
    }
    return switch (message) {
      case NodeMessage.Changed changed -> changed(changed);
      case NodeMessage.Beat beat -> beat(beat);
      case NodeMessage.Ask ask ->
          ask.of().equals(node)
              ? new Reaction(List.of(), new NodeMessage.Snapshot(node, number, own.all()))
              : Reaction.NONE;
      case NodeMessage.Snapshot snapshot -> snapshot(snapshot);
      case NodeMessage.Gone gone -> new Reaction(lose(others.remove(gone.node())), null);
    };
  }

  /** Takes the presences of silent nodes for gone. */
  List<PresenceDiff> loseSilent() {
    Instant latest = clock.instant().minus(SILENCE);
    List<PresenceDiff> lost = new ArrayList<>();
    for (Iterator<Other> each = others.values().iterator(); each.hasNext(); ) {
      Other other = each.next();
      if (other.heard.isBefore(latest)) {
        lost.addAll(lose(other));
        each.remove();
      }
    }
    return lost;
  }

  private Reaction changed(NodeMessage.Changed message) {
    Other other = hear(message.node());
    if (message.number() == other.number + 1) {
      other.number++;
      other.roster.apply(message.diff());
      return new Reaction(List.of(message.diff()), null);
    }
    // what is older is known; of what is newer, everything is asked for, once
    return message.number() > other.number && !other.asked
        ? ask(other, message.node())
        : Reaction.NONE;
  }

  private Reaction beat(NodeMessage.Beat message) {
    Other other = hear(message.node());
    return message.number() == other.number ? Reaction.NONE : ask(other, message.node());
  }

  private Reaction snapshot(NodeMessage.Snapshot message) {
    Other other = hear(message.node());
    if (message.number() <= other.number) {
      return Reaction.NONE;
    }
    var roster = new Roster();
    message.presences().forEach(roster::apply);
    List<PresenceDiff> diffs = other.roster.differences(roster);
    other.roster = roster;
    other.number = message.number();
    other.asked = false;
    return new Reaction(diffs, null);
  }

  private Other hear(String from) {
    Instant now = clock.instant();
    Other other = others.computeIfAbsent(from, unknown -> new Other(now));
    other.heard = now;
    return other;
  }

  private Reaction ask(Other other, String of) {
    other.asked = true;
    return new Reaction(List.of(), new NodeMessage.Ask(node, of));
  }

  private static List<PresenceDiff> lose(@Nullable Other other) {
    return Optional.ofNullable(other)
        .map(gone -> gone.roster.differences(new Roster()))
        .orElse(List.of());
  }
}
