package dev.minibaas.realtime.access;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a policy that is computed in memory.
 *
 * @param value a value in the form that equals its equals, or {@link Absent}
 * @param constant its value when that is the same for every image; else null
 */
record Term(Type type, Function<Image, Object> value, @Nullable Object constant) {
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
    return new Term(type, image -> value, value);
  }

  /** Of columns. */
  static Term of(Type type, Function<Image, Object> value) {
    return new Term(type, value, null);
  }

  /** The same value as another type's. */
  Term as(Type other) {
    return new Term(other, value, constant);
  }

  Object of(Image image) {
    return value.apply(image);
  }

  /** With what isn't null or unsure put through a function. */
  Term map(Type to, Function<Object, Object> function) {
    if (constant != null) {
      return constant(to, constant instanceof Absent ? constant : function.apply(constant));
    }
    Function<Image, Object> source = value;
    return of(
        to,
        image -> {
          Object read = source.apply(image);
          return read instanceof Absent ? read : function.apply(read);
        });
  }
}
