package dev.minibaas.rest.parse;

import org.jspecify.annotations.Nullable;

/**
 * One term of an order parameter.
 *
 * @param relation an embedded relation whose field it is, or null for the relation itself
 */
public record OrderTerm(
    @Nullable String relation, Field field, @Nullable Direction direction, @Nullable Nulls nulls) {

  public enum Direction {
    ASC("asc"),
    DESC("desc");

    private final String word;

    Direction(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public enum Nulls {
    FIRST("nullsfirst", "nulls first"),
    LAST("nullslast", "nulls last");

    private final String word;
    private final String sql;

    Nulls(String word, String sql) {
      this.word = word;
      this.sql = sql;
    }

    public String word() {
      return word;
    }

    public String sql() {
      return sql;
    }
  }
}
