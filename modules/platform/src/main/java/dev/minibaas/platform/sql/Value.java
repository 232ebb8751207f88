package dev.minibaas.platform.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bound value, in the form it travels in. */
sealed interface Value {
  record Text(@Nullable String text) implements Value {}

  /** A text whose type the server chooses. */
  record Untyped(@Nullable String text) implements Value {}

  /**
   * An array of a built-in type.
   *
   * @param type of an element, by the driver's name
   * @param literal the same array as PostgreSQL writes it
   */
  record Elements(String type, List<String> elements, String literal) implements Value {
    public Elements {
      elements = List.copyOf(elements);
    }
  }

  record Whole(long number) implements Value {}

  record Binary(byte[] bytes) implements Value {}
}
