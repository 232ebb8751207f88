package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.phoenix.Content;
import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nodes tell each other. */
sealed interface NodeMessage {
  /** To the members of a channel on every node. */
  record Broadcast(ChannelKey channel, String event, Content content, @Nullable JsonObject metadata)
      implements NodeMessage {}

  /** What a node says of its presences. */
  sealed interface OfPresence extends NodeMessage {
    /** By which other nodes know the one that speaks. */
    String node();
  }

  /**
   * A node's presences have changed.
   *
   * @param number of the node's changes, from 1
   */
  record Changed(String node, long number, PresenceDiff diff) implements OfPresence {}

  /**
   * A node is alive.
   *
   * @param number of its latest change
   */
  record Beat(String node, long number) implements OfPresence {}

  /**
   * A node misses changes of another.
   *
   * @param of which shall tell all of its presences
   */
  record Ask(String node, String of) implements OfPresence {}

  /**
   * All presences of a node.
   *
   * @param number of the latest change in it
   */
  record Snapshot(String node, long number, List<PresenceDiff> presences) implements OfPresence {
    public Snapshot {
      presences = List.copyOf(presences);
    }
  }

  /** A node stops, and its presences with it. */
  record Gone(String node) implements OfPresence {}
}
