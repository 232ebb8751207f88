package dev.minibaas.realtime.filter;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a condition of {@code postgres_changes} compares; its SQL is PostgreSQL's. */
public enum Operator {
  EQ("="),
  NEQ("<>"),
  LT("<"),
  LTE("<="),
  GT(">"),
  GTE(">="),
  IN("in"),
  LIKE("like"),
  ILIKE("ilike"),
  IS("is"),
  MATCH("~"),
  IMATCH("~*"),
  ISDISTINCT("is distinct from");

  private final String sql;

  Operator(String sql) {
    this.sql = sql;
  }

  static @Nullable Operator of(String word) {
    for (Operator operator : values()) {
      if (operator.word().equals(word)) {
        return operator;
      }
    }
    return null;
  }

  /** As it stands in a filter. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String sql() {
    return sql;
  }
}
