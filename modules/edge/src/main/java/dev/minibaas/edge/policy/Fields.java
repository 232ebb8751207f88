package dev.minibaas.edge.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The fields of one mapping of the file, each asked for by name and type.
 *
 * <p>After the last question {@link #end()} refuses what nobody asked for, so that a field without
 * a meaning can't stand in the file.
 */
final class Fields {
  private final String where;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  Fields(String where, Node node) {
    this.where = where;
    this.node = node;
    if (!(node instanceof MappingNode mapping)) {
      throw refusal(node, "must be a mapping");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode(), "a field's name");
      if (values.put(key, tuple.getValueNode()) != null) {
        throw refusal(tuple.getKeyNode(), "has the field \"" + key + "\" twice");
      }
    }
  }

  String where() {
    return where;
  }

  /** Refuses every field that no question named. */
  void end() {
    values.forEach((name, value) -> {
      if (!asked.contains(name)) {
        throw refusal(value, "has the field \"" + name + "\", which edge doesn't know");
      }
    });
  }

  String text(String name) {
    String value = textOrNull(name);
    if (value == null) {
      throw refusal("has no " + name);
    }
    return value;
  }

  @Nullable String textOrNull(String name) {
    Node value = ask(name);
    return value == null ? null : text(value, name);
  }

  String oneOf(String name, @Nullable String fallback, List<String> allowed) {
    String value = textOrNull(name);
    if (value == null && fallback != null) {
      return fallback;
    }
    if (value == null) {
      throw refusal("has no " + name);
    }
    if (!allowed.contains(value)) {
      throw refusal(name, "must be one of " + String.join(", ", allowed));
    }
    return value;
  }

  boolean flag(String name, boolean fallback) {
    Node value = ask(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return Boolean.parseBoolean(scalar.getValue());
    }
    throw refusal(name, "must be true or false");
  }

  int integer(String name, int fallback, int min, int max) {
    Integer value = integerOrNull(name, min, max);
    return value == null ? fallback : value;
  }

  @Nullable Integer integerOrNull(String name, int min, int max) {
    Node value = ask(name);
    if (value == null) {
      return null;
    }
    if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
      try {
        int number = Integer.parseInt(scalar.getValue());
        if (number >= min && number <= max) {
          return number;
        }
      } catch (NumberFormatException e) {
        // refused below, like a number out of range
      }
    }
    throw refusal(name, "must be a whole number from " + min + " to " + max);
  }

  /** A list of texts; empty when the field isn't given. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Node element : elements(name)) {
      texts.add(text(element, name));
    }
    return List.copyOf(texts);
  }

  /** A list of mappings; empty when the field isn't given. */
  List<Fields> maps(String name) {
    List<Fields> maps = new ArrayList<>();
    for (Node element : elements(name)) {
      maps.add(new Fields(where + " " + name + "[" + maps.size() + "]", element));
    }
    return maps;
  }

  /** A mapping; empty when the field isn't given. */
  Fields map(String name) {
    Node value = ask(name);
    return new Fields(where + " " + name, value == null ? empty() : value);
  }

  InvalidPolicy refusal(String message) {
    return refusal(node, message);
  }

  InvalidPolicy refusal(String name, String message) {
    return refusal(values.getOrDefault(name, node), name + " " + message);
  }

  private InvalidPolicy refusal(Node at, String message) {
    String line = at.getStartMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
    return new InvalidPolicy(line + where + " " + message);
  }

  private List<Node> elements(String name) {
    Node value = ask(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw refusal(name, "must be a list");
  }

  private String text(Node value, String name) {
    if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return scalar.getValue();
    }
    throw refusal(value, name + " must be a text; quote it if it looks like a number");
  }

  /** The field's value, or null when it isn't given or is null. */
  private @Nullable Node ask(String name) {
    asked.add(name);
    Node value = values.get(name);
    return value != null && value.getTag().equals(Tag.NULL) ? null : value;
  }

  private Node empty() {
    return new MappingNode(
        Tag.MAP, true, List.of(), FlowStyle.FLOW, node.getStartMark(), node.getEndMark());
  }
}
