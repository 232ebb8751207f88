package dev.minibaas.rest.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One item of a select parameter. */
public sealed interface SelectItem {

  /**
   * A column, a path into it, {@code *}, or an aggregate of one. {@code count()} of rows is an
   * aggregate of {@code *}.
   */
  record Column(
      Field field,
      @Nullable String alias,
      @Nullable String cast,
      @Nullable Aggregate aggregate,
      @Nullable String aggregateCast)
      implements SelectItem {}

  /** Related rows: nested under their name, or their columns spread into the parent. */
  record Embed(
      String relation,
      @Nullable String alias,
      @Nullable String hint,
      @Nullable JoinType join,
      boolean isSpread,
      List<SelectItem> items)
      implements SelectItem {
    public Embed {
      items = List.copyOf(items);
    }
  }

  /** What happens to a parent row without related rows. */
  enum JoinType {
    INNER("inner"),
    LEFT("left");

    private final String word;

    JoinType(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
