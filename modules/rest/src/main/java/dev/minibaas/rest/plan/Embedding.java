package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.Aggregate;
import dev.minibaas.rest.schema.Relationship;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node hangs on its parent.
 *
 * @param name what the URL calls the relation
 * @param alias what the URL wants it called
 * @param joinAlias of the lateral join
 * @param parentAlias what the parent's rows are called in SQL; null when by their relation's name
 * @param spread the columns to lift into the parent, when they are spread
 */
public record Embedding(
    Relationship relationship,
    String name,
    @Nullable String alias,
    String joinAlias,
    @Nullable String parentAlias,
    boolean isInner,
    @Nullable List<SpreadColumn> spread) {

  /** A column lifted into the parent's row, aggregated there if need be. */
  public record SpreadColumn(
      String column, String alias, @Nullable Aggregate aggregate, @Nullable String aggregateCast) {}

  public String resultName() {
    return alias == null ? name : alias;
  }

  boolean isCalled(String word) {
    return name.equals(word) || word.equals(alias);
  }

  public boolean isSpread() {
    return spread != null;
  }

  /** The columns to lift; none when it isn't spread. */
  public List<SpreadColumn> spreadColumns() {
    return spread == null ? List.of() : spread;
  }
}
