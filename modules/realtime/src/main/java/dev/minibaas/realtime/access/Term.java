package dev.minibaas.realtime.access;

import java.util.function.Function;

/**
 * A part of a policy that is computed in memory.
 *
 * @param value a value in the form that equals its equals, or {@link Absent}
 */
record Term(Type type, Function<Image, Object> value) {
  /** What can be compared with its own kind. */
  enum Type {
    TEXT,
    WHOLE,
    UUID,
    BOOL,
    NUMERIC,
    TIMESTAMPTZ,
    /** JSON that keeps the spelling of its numbers. */
    JSON,
    JSONB,
    /** The setting that has the claims, as a text. */
    SETTING,
    /** A literal whose cast is to come. */
    UNTYPED;

    boolean isComparable() {
      return this != JSON && this != JSONB && this != SETTING && this != UNTYPED;
    }
  }

  static Term constant(Type type, Object value) {
    return new Term(type, image -> value);
  }

  Object of(Image image) {
    return value.apply(image);
  }

  /** With what isn't null or unsure put through a function. */
  Term map(Type to, Function<Object, Object> function) {
    Function<Image, Object> source = value;
    return new Term(
        to,
        image -> {
          Object read = source.apply(image);
          return read instanceof Absent ? read : function.apply(read);
        });
  }
}
