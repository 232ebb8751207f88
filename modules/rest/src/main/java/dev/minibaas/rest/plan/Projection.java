package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.Aggregate;
import org.jspecify.annotations.Nullable;

/** One item of a select list. */
public record Projection(
    FieldRef field,
    @Nullable String alias,
    @Nullable String cast,
    @Nullable Aggregate aggregate,
    @Nullable String aggregateCast) {

  static Projection of(FieldRef field) {
    return new Projection(field, null, null, null, null);
  }

  /** What the result calls it. */
  String resultName() {
    if (alias != null) {
      return alias;
    }
    return aggregate != null ? aggregate.word() : field.resultName();
  }
}
