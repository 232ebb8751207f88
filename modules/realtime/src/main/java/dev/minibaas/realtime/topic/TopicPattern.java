package dev.minibaas.realtime.topic;

import java.util.List;

/** What a client subscribes to; {@code toString} is the pattern that parses to it. */
public sealed interface TopicPattern {
  /** Wildcards of one pattern: with it the ways through {@link TopicIndex} are bounded. */
  int MAX_STARS = 4;

  String ONE = "*";
  String REST = "**";

  /**
   * @throws InvalidTopic when it is none
   */
  static TopicPattern parse(String text) {
    List<String> segments = Topic.segments(text);
    if (text.indexOf('*') >= 0) {
      return Glob.of(segments);
    }
    return text.endsWith("/")
        ? new Prefix(segments.subList(0, segments.size() - 1))
        : new Exact(Topic.of(text));
  }

  boolean matches(Topic topic);

  /** The first segment, by which rights are given; {@code *} when the pattern spans them all. */
  String namespace();

  /** One topic. */
  record Exact(Topic topic) implements TopicPattern {
    @Override
    public boolean matches(Topic other) {
      return topic.equals(other);
    }

    @Override
    public String namespace() {
      return topic.namespace();
    }

    @Override
    public String toString() {
      return topic.text();
    }
  }

  /** Every topic below these segments. */
  record Prefix(List<String> segments) implements TopicPattern {
    public Prefix {
      segments = List.copyOf(segments);
    }

    @Override
    public boolean matches(Topic topic) {
      return topic.segments().size() > segments.size()
          && topic.segments().subList(0, segments.size()).equals(segments);
    }

    @Override
    public String namespace() {
      return segments.getFirst();
    }

    @Override
    public String toString() {
      return String.join("/", segments) + "/";
    }
  }

  /** Segments, of which each {@code *} stands for any one; with {@code rest} for any more. */
  record Glob(List<String> segments, boolean rest) implements TopicPattern {
    public Glob {
      segments = List.copyOf(segments);
    }

    /** What follows on {@code **} has no meaning and is left out. */
    private static Glob of(List<String> segments) {
      int rest = segments.indexOf(REST);
      List<String> fixed = rest < 0 ? segments : segments.subList(0, rest);
      if (fixed.stream().anyMatch(part -> part.contains(ONE) && !part.equals(ONE))) {
        throw new InvalidTopic("* and ** stand for whole segments of a topic");
      }
      if (rest < 0 && fixed.getLast().isEmpty()) {
        throw new InvalidTopic("a pattern with * does not end with /");
      }
      if (fixed.stream().filter(ONE::equals).count() > MAX_STARS) {
        throw new InvalidTopic("a pattern has at most " + MAX_STARS + " segments *");
      }
      return new Glob(fixed, rest >= 0);
    }

    @Override
    public boolean matches(Topic topic) {
      List<String> parts = topic.segments();
      if (rest ? parts.size() < segments.size() : parts.size() != segments.size()) {
        return false;
      }
      for (int i = 0; i < segments.size(); i++) {
        if (!segments.get(i).equals(ONE) && !segments.get(i).equals(parts.get(i))) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String namespace() {
      return segments.isEmpty() ? ONE : segments.getFirst();
    }

    @Override
    public String toString() {
      String fixed = String.join("/", segments);
      if (!rest) {
        return fixed;
      }
      return segments.isEmpty() ? REST : fixed + "/" + REST;
    }
  }
}
