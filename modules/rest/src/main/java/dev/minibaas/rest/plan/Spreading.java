package dev.minibaas.rest.plan;

import dev.minibaas.rest.plan.Embedding.SpreadColumn;
import java.util.ArrayList;
import java.util.List;

/** Lifts the columns of a to-one embed into its parent's row. */
final class Spreading {
  private Spreading() {}

  /**
   * The node with its columns listed for the parent. Its aggregates move there too: one row has
   * nothing to aggregate.
   */
  static ReadNode of(ReadNode node) {
    List<SpreadColumn> lifted = new ArrayList<>();
    List<Projection> select = new ArrayList<>();
    for (Projection item : node.select()) {
      if (item.aggregate() == null) {
        select.add(item);
        lifted.add(new SpreadColumn(item.resultName(), item.resultName(), null, null));
      } else {
        String column = item.field().isStar() ? "*" : "pgrst_" + select.size();
        if (!item.field().isStar()) {
          select.add(new Projection(item.field(), column, item.cast(), null, null));
        }
        lifted.add(
            new SpreadColumn(column, item.resultName(), item.aggregate(), item.aggregateCast()));
      }
    }
    for (ReadNode child : node.children()) {
      Embedding below = child.embedding();
      if (below != null && below.isSpread()) {
        below
            .spreadColumns()
            .forEach(c -> lifted.add(new SpreadColumn(c.alias(), c.alias(), null, null)));
      } else if (below != null && !child.isEmpty()) {
        lifted.add(new SpreadColumn(below.resultName(), below.resultName(), null, null));
      }
    }
    return with(node, select, lifted);
  }

  private static ReadNode with(ReadNode node, List<Projection> select, List<SpreadColumn> lifted) {
    Embedding was = node.embedding();
    if (was == null) {
      throw new IllegalArgumentException("only an embed can be spread");
    }
    Embedding embedding =
        new Embedding(
            was.relationship(),
            was.name(),
            was.alias(),
            was.joinAlias(),
            was.parentAlias(),
            was.isInner(),
            lifted);
    return new ReadNode(
        node.from(),
        node.alias(),
        embedding,
        select,
        node.where(),
        node.order(),
        node.range(),
        node.children());
  }

  static boolean isAggregated(ReadNode child) {
    Embedding embedding = child.embedding();
    return embedding != null
        && embedding.spreadColumns().stream().anyMatch(column -> column.aggregate() != null);
  }
}
