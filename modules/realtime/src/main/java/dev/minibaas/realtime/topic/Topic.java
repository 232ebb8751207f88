package dev.minibaas.realtime.topic;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The place where an event is published: segments divided by {@code /}, without a star. */
public record Topic(String text, List<String> segments) {
  /** UTF-8 bytes: what a length in one byte of a frame can say. */
  static final int MAX_BYTES = 255;

  static final int MAX_SEGMENTS = 16;

  public Topic {
    segments = List.copyOf(segments);
  }

  /**
   * @throws InvalidTopic when events cannot be published there
   */
  public static Topic of(String text) {
    List<String> segments = segments(text);
    if (text.indexOf('*') >= 0) {
      throw new InvalidTopic("a topic has no *");
    }
    if (text.endsWith("/")) {
      throw new InvalidTopic("a topic does not end with /");
    }
    return new Topic(text, segments);
  }

  /** The first segment, by which rights are given. */
  public String namespace() {
    return segments.getFirst();
  }

  static List<String> segments(String text) {
    if (text.isEmpty()) {
      throw new InvalidTopic("Topic is required");
    }
    if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new InvalidTopic("a topic has at most " + MAX_BYTES + " bytes");
    }
    if (text.codePoints().anyMatch(Topic::isForbidden)) {
      throw new InvalidTopic("a topic has no control characters");
    }
    List<String> segments = List.of(text.split("/", -1));
    if (segments.size() > MAX_SEGMENTS) {
      throw new InvalidTopic("a topic has at most " + MAX_SEGMENTS + " segments");
    }
    if (segments.getFirst().isEmpty()) {
      throw new InvalidTopic("a topic does not start with /");
    }
    return segments;
  }

  private static boolean isForbidden(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  @Override
  public String toString() {
    return text;
  }
}
