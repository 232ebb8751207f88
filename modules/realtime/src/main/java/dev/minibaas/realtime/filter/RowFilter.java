package dev.minibaas.realtime.filter;

import java.util.List;
import java.util.Optional;

/**
 * The {@code filter} of a {@code postgres_changes} binding; {@code toString} is a filter that
 * parses to it.
 *
 * @param conditions all of them must hold
 */
public record RowFilter(List<Condition> conditions) {
  public static final RowFilter NONE = new RowFilter(List.of());

  static final int MAX_CONDITIONS = 64;

  public RowFilter {
    conditions = List.copyOf(conditions);
    if (conditions.size() > MAX_CONDITIONS) {
      throw new InvalidFilter("a filter has at most " + MAX_CONDITIONS + " conditions");
    }
  }

  /**
   * @throws InvalidFilter in words for the client
   */
  public static RowFilter parse(String text) {
    return new RowFilterParser(text).parse();
  }

  /** A column that the row doesn't have matches nothing. */
  public Verdict judge(Row row) {
    Verdict verdict = Verdict.MATCH;
    for (Condition condition : conditions) {
      Cell cell = row.cell(condition.column());
      if (cell == null) {
        return Verdict.NO_MATCH;
      }
      switch (condition.judge(cell)) {
        case TRUE -> {
          // the others decide
        }
        case FALSE, NULL -> {
          return Verdict.NO_MATCH;
        }
        case UNSURE -> verdict = Verdict.ASK_DATABASE;
      }
    }
    return verdict;
  }

  /**
   * What to ask the database where {@link #judge} is unsure; empty when the image lacks the value
   * and the row itself must be looked at.
   */
  public Optional<RowQuestion> question(Row row) {
    return RowQuestion.of(conditions, row);
  }

  @Override
  public String toString() {
    return String.join(",", conditions.stream().map(Condition::toString).toList());
  }
}
