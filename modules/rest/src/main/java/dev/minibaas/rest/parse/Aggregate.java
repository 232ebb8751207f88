package dev.minibaas.rest.parse;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An aggregate function of the select parameter. */
public enum Aggregate {
  SUM,
  AVG,
  COUNT,
  MAX,
  MIN;

  /** The word in the URL, which is also its result's name. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Aggregate of(String word) {
    for (Aggregate aggregate : values()) {
      if (aggregate.word().equals(word)) {
        return aggregate;
      }
    }
    return null;
  }
}
