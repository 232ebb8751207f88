package dev.minibaas.platform.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A finished statement: its text with a {@code ?} for each bound value. Only {@link Sql} makes one,
 * so that no value can stand in the text by accident.
 */
public final class Statement {
  private final String text;
  private final List<Value> values;
  private final List<Cast> casts;

  /**
   * The cast of a compared value.
   *
   * @param value its number among the values
   * @param start of the cast in the text
   */
  record Cast(int value, int start, int length) {}

  Statement(String text, List<Value> values, List<Cast> casts) {
    this.text = text;
    this.values = values;
    this.casts = casts;
  }

  /** Whether it has compared values. */
  public boolean compares() {
    return !casts.isEmpty();
  }

  /**
   * The same statement without the casts of its compared values: the server infers their types. It
   * must not run in an implicit transaction (docs/decisions/001-one-trip-session.md).
   */
  public Statement untyped() {
    StringBuilder bare = new StringBuilder(text);
    List<Value> bound = new ArrayList<>(values);
    for (Cast cast : casts.reversed()) {
      bare.delete(cast.start(), cast.start() + cast.length());
      Value value = bound.get(cast.value());
      bound.set(
          cast.value(),
          switch (value) {
            case Value.Text(String text) -> new Value.Untyped(text);
            case Value.Elements elements -> new Value.Untyped(elements.literal());
            default -> value;
          });
    }
    return new Statement(bare.toString(), bound, List.of());
  }

  public String text() {
    return text;
  }

  List<Value> values() {
    return values;
  }

  @Override
  public String toString() {
    return text;
  }
}
