package dev.minibaas.platform.sql;

import java.util.List;

/**
 * A finished statement: its text with a {@code ?} for each bound value. Only {@link Sql} makes one,
 * so that no value can stand in the text by accident.
 */
public final class Statement {
  private final String text;
  private final List<Value> values;

  Statement(String text, List<Value> values) {
    this.text = text;
    this.values = values;
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
