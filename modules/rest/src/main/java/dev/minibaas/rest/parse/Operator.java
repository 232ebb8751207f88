package dev.minibaas.rest.parse;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operators that compare a field with one value. */
public enum Operator {
  EQ("eq", "=", Kind.QUANTIFIABLE),
  GTE("gte", ">=", Kind.QUANTIFIABLE),
  GT("gt", ">", Kind.QUANTIFIABLE),
  LTE("lte", "<=", Kind.QUANTIFIABLE),
  LT("lt", "<", Kind.QUANTIFIABLE),
  LIKE("like", "like", Kind.PATTERN),
  ILIKE("ilike", "ilike", Kind.PATTERN),
  MATCH("match", "~", Kind.PATTERN),
  IMATCH("imatch", "~*", Kind.PATTERN),
  NEQ("neq", "<>", Kind.PLAIN),
  CONTAINS("cs", "@>", Kind.PLAIN),
  CONTAINED("cd", "<@", Kind.PLAIN),
  OVERLAP("ov", "&&", Kind.PLAIN),
  LEFT_OF("sl", "<<", Kind.PLAIN),
  RIGHT_OF("sr", ">>", Kind.PLAIN),
  NOT_RIGHT_OF("nxr", "&<", Kind.PLAIN),
  NOT_LEFT_OF("nxl", "&>", Kind.PLAIN),
  ADJACENT("adj", "-|-", Kind.PLAIN);

  private enum Kind {
    PLAIN,
    QUANTIFIABLE,
    PATTERN
  }

  private static final Map<String, Operator> BY_WORD = new HashMap<>();

  static {
    for (Operator operator : values()) {
      BY_WORD.put(operator.word, operator);
    }
  }

  private final String word;
  private final String sql;
  private final Kind kind;

  Operator(String word, String sql, Kind kind) {
    this.word = word;
    this.sql = sql;
    this.kind = kind;
  }

  public String word() {
    return word;
  }

  public String sql() {
    return sql;
  }

  /** Takes {@code (any)} and {@code (all)}. */
  public boolean isQuantifiable() {
    return kind != Kind.PLAIN;
  }

  /** Compares with a pattern, which is text whatever the column is. */
  public boolean isPattern() {
    return kind == Kind.PATTERN;
  }

  /** Patterns of SQL's own kind, in which the URL writes {@code *} for {@code %}. */
  public boolean isLike() {
    return this == LIKE || this == ILIKE;
  }

  static @Nullable Operator of(String word) {
    return BY_WORD.get(word);
  }
}
