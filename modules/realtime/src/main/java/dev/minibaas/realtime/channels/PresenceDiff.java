package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.phoenix.Outgoing;
import jakarta.json.Json;
import java.util.List;

/** What became different in one channel. */
record PresenceDiff(ChannelKey channel, List<Presence> joined, List<Presence> left) {
  PresenceDiff {
    joined = List.copyOf(joined);
    left = List.copyOf(left);
  }

  boolean isEmpty() {
    return joined.isEmpty() && left.isEmpty();
  }

  /** As members are told; the joins first, as clients apply them. */
  Outgoing message() {
    return new Outgoing.Event(
        null,
        null,
        channel.topic(),
        "presence_diff",
        Json.createObjectBuilder()
            .add("joins", Presence.byKey(joined))
            .add("leaves", Presence.byKey(left))
            .build());
  }
}
