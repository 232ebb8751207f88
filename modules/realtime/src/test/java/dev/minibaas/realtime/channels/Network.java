package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.hub.Relay;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What is between nodes: it delivers when it is told to, loses, and can be cut. */
final class Network {
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<Link, Deque<String>> links = new LinkedHashMap<>();
  private final Set<Link> cut = new HashSet<>();
  private boolean isInstant = true;

  /** Of one direction. */
  private record Link(String from, String to) {}

  /** A network that delivers nothing by itself. */
  static Network slow() {
    var network = new Network();
    network.isInstant = false;
    return network;
  }

  Relay node(String name) {
    var node = new Node(name);
    nodes.put(name, node);
    return node;
  }

  /** Neither direction delivers; what is under way is lost. */
  void cut(String one, String other) {
    for (Link link : List.of(new Link(one, other), new Link(other, one))) {
      cut.add(link);
      links.remove(link);
    }
  }

  void mend() {
    cut.clear();
  }

  /** Loses the oldest that is under way from one to another, if there is any. */
  void lose(String from, String to) {
    Deque<String> waiting = links.get(new Link(from, to));
    if (waiting != null) {
      waiting.poll();
    }
  }

  /** Delivers the oldest that is under way from one to another, if there is any. */
  void deliver(String from, String to) {
    Deque<String> waiting = links.get(new Link(from, to));
    String text = waiting == null ? null : waiting.poll();
    Node node = nodes.get(to);
    if (text != null && node != null) {
      node.receiver.accept(text);
    }
  }

  /** Until nothing is under way any more. */
  void deliverAll() {
    while (links.values().stream().anyMatch(waiting -> !waiting.isEmpty())) {
      for (Link link : Set.copyOf(links.keySet())) {
        deliver(link.from, link.to);
      }
    }
  }

  /** The node is no more, without a word. */
  void kill(String name) {
    nodes.remove(name);
    links.keySet().removeIf(link -> link.to.equals(name));
  }

  private final class Node implements Relay {
    private final String name;
    private Consumer<String> receiver = text -> {};

    Node(String name) {
      this.name = name;
    }

    @Override
    public String node() {
      return name;
    }

    @Override
    public void send(String text) {
      for (String other : Set.copyOf(nodes.keySet())) {
        var link = new Link(name, other);
        if (other.equals(name) || cut.contains(link) || !nodes.containsKey(name)) {
          continue;
        }
        links.computeIfAbsent(link, any -> new ArrayDeque<>()).add(text);
        if (isInstant) {
          deliver(name, other);
        }
      }
    }

    @Override
    public void receive(Consumer<String> to) {
      receiver = to;
    }

    @Override
    public void close() {
      // nothing to close
    }
  }
}
