package dev.minibaas.realtime.channels;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The presences of one node. For one thread at a time. */
final class Roster {
  private final Map<ChannelKey, Map<String, Presence>> channels = new LinkedHashMap<>();

  void apply(PresenceDiff diff) {
    Map<String, Presence> presences =
        channels.computeIfAbsent(diff.channel(), channel -> new LinkedHashMap<>());
    diff.left().forEach(presence -> presences.remove(presence.ref()));
    diff.joined().forEach(presence -> presences.put(presence.ref(), presence));
    if (presences.isEmpty()) {
      channels.remove(diff.channel());
    }
  }

  Collection<Presence> in(ChannelKey channel) {
    return channels.getOrDefault(channel, Map.of()).values();
  }

  /** Everything, as joins. */
  List<PresenceDiff> all() {
    return channels.entrySet().stream()
        .map(entry ->
            new PresenceDiff(entry.getKey(), List.copyOf(entry.getValue().values()), List.of()))
        .toList();
  }

  /** What turns this roster into the other. */
  List<PresenceDiff> differences(Roster other) {
    Set<ChannelKey> keys = new HashSet<>(channels.keySet());
    keys.addAll(other.channels.keySet());
    List<PresenceDiff> diffs = new ArrayList<>();
    for (ChannelKey key : keys) {
      Map<String, Presence> before = channels.getOrDefault(key, Map.of());
      Map<String, Presence> after = other.channels.getOrDefault(key, Map.of());
      var diff = new PresenceDiff(key, without(after, before), without(before, after));
      if (!diff.isEmpty()) {
        diffs.add(diff);
      }
    }
    return diffs;
  }

  private static List<Presence> without(Map<String, Presence> these, Map<String, Presence> those) {
    return these.values().stream().filter(one -> !those.containsKey(one.ref())).toList();
  }
}
