package dev.minibaas.realtime.filter;

import java.util.List;

/**
 * A field of a published event, as a filter of the own protocol names it.
 *
 * @param names below the root
 */
record FieldPath(String text, Root root, List<String> names) {
  private static final int MAX_LENGTH = 256;
  private static final int MAX_NAMES = 16;
  private static final String METADATA = "metadata.";

  enum Root {
    EVENT_TYPE,
    TOPIC,
    SOURCE,
    PAYLOAD
  }

  FieldPath {
    names = List.copyOf(names);
  }

  /** A path that doesn't say where it begins begins in the payload. */
  static FieldPath parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidFilter("a field of a filter has at most " + MAX_LENGTH + " characters");
    }
    if (text.equals("event_type")) {
      return new FieldPath(text, Root.EVENT_TYPE, List.of());
    }
    if (text.equals("topic")) {
      return new FieldPath(text, Root.TOPIC, List.of());
    }
    if (text.startsWith("source.")) {
      return new FieldPath(text, Root.SOURCE, source(text.substring("source.".length())));
    }
    String path = text.startsWith("payload.") ? text.substring("payload.".length()) : text;
    List<String> names = List.of(path.split("\\.", -1));
    if (names.contains("") || names.size() > MAX_NAMES) {
      throw new InvalidFilter(
          "a field of a filter is 1 to " + MAX_NAMES + " names divided by dots");
    }
    return new FieldPath(text, Root.PAYLOAD, names);
  }

  private static List<String> source(String path) {
    if (path.equals("kind") || path.equals("id")) {
      return List.of(path);
    }
    if (path.startsWith(METADATA) && path.length() > METADATA.length()) {
      return List.of("metadata", path.substring(METADATA.length()));
    }
    throw new InvalidFilter("of source a filter knows kind, id and metadata.<name>");
  }
}
