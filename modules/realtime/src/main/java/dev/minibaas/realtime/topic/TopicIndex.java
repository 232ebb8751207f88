package dev.minibaas.realtime.topic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values by pattern, found by topic: a tree of segments, so that patterns that don't match cost
 * nothing. Not safe for threads; who holds it guards it.
 */
public final class TopicIndex<V> {
  private final Node<V> root = new Node<>();
  private final Supplier<V> fresh;
  private int size;

  /**
   * @param fresh makes the value of a pattern that has none
   */
  public TopicIndex(Supplier<V> fresh) {
    this.fresh = fresh;
  }

  /** How many patterns have a value. */
  public int size() {
    return size;
  }

  /** The pattern's value, made when it has none. */
  public V at(TopicPattern pattern) {
    Node<V> node = root;
    for (String segment : segments(pattern)) {
      node = node.children.computeIfAbsent(segment, key -> new Node<>());
    }
    V value = node.value(pattern);
    if (value == null) {
      value = fresh.get();
      node.set(pattern, value);
      size++;
    }
    return value;
  }

  /** The pattern's value; null when it has none. */
  public @Nullable V find(TopicPattern pattern) {
    Node<V> node = root;
    for (String segment : segments(pattern)) {
      node = node.children.get(segment);
      if (node == null) {
        return null;
      }
    }
    return node.value(pattern);
  }

  /** Forgets the pattern, and every node that only it needed. */
  public void remove(TopicPattern pattern) {
    List<String> segments = segments(pattern);
    List<Node<V>> path = new ArrayList<>(List.of(root));
    for (String segment : segments) {
      Node<V> next = path.getLast().children.get(segment);
      if (next == null) {
        return;
      }
      path.add(next);
    }
    if (path.getLast().value(pattern) == null) {
      return;
    }
    path.getLast().set(pattern, null);
    size--;
    for (int i = segments.size(); i > 0 && path.get(i).isEmpty(); i--) {
      path.get(i - 1).children.remove(segments.get(i - 1));
    }
  }

  /** The values of all patterns that match, each once. */
  public void matching(Topic topic, Consumer<V> found) {
    walk(root, topic.segments(), 0, found);
  }

  private static <V> void walk(Node<V> node, List<String> parts, int depth, Consumer<V> found) {
    accept(node.rest, found);
    if (depth == parts.size()) {
      accept(node.exact, found);
      return;
    }
    accept(node.below, found);
    // a segment of a topic is never a star, so the two ways are different nodes
    Node<V> named = node.children.get(parts.get(depth));
    if (named != null) {
      walk(named, parts, depth + 1, found);
    }
    Node<V> any = node.children.get(TopicPattern.ONE);
    if (any != null) {
      walk(any, parts, depth + 1, found);
    }
  }

  private static <V> void accept(@Nullable V value, Consumer<V> found) {
    if (value != null) {
      found.accept(value);
    }
  }

  private static List<String> segments(TopicPattern pattern) {
    return switch (pattern) {
      case TopicPattern.Exact exact -> exact.topic().segments();
      case TopicPattern.Prefix prefix -> prefix.segments();
      case TopicPattern.Glob glob -> glob.segments();
    };
  }

  private static final class Node<V> {
    private final Map<String, Node<V>> children = new HashMap<>();
    private @Nullable V exact;
    private @Nullable V below;
    private @Nullable V rest;

    private @Nullable V value(TopicPattern pattern) {
      return switch (pattern) {
        case TopicPattern.Exact ignored -> exact;
        case TopicPattern.Prefix ignored -> below;
        case TopicPattern.Glob glob -> glob.rest() ? rest : exact;
      };
    }

    private void set(TopicPattern pattern, @Nullable V value) {
      switch (pattern) {
        case TopicPattern.Exact ignored -> exact = value;
        case TopicPattern.Prefix ignored -> below = value;
        case TopicPattern.Glob glob -> {
          if (glob.rest()) {
            rest = value;
          } else {
            exact = value;
          }
        }
      }
    }

    private boolean isEmpty() {
      return children.isEmpty() && exact == null && below == null && rest == null;
    }
  }
}
