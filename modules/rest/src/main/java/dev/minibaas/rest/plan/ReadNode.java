package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.RowRange;
import dev.minibaas.rest.schema.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One relation of a read, and below it those embedded in it.
 *
 * @param from the relation, or a local name for what the statement itself made
 * @param alias what its rows are called; null when by the relation's own name
 * @param embedding null at the root
 * @param select empty only when nothing but embeds was asked for, or nothing at all
 */
public record ReadNode(
    Name from,
    @Nullable String alias,
    @Nullable Embedding embedding,
    List<Projection> select,
    List<Condition> where,
    List<Ordering> order,
    RowRange range,
    List<ReadNode> children) {

  public ReadNode {
    select = List.copyOf(select);
    where = List.copyOf(where);
    order = List.copyOf(order);
    children = List.copyOf(children);
  }

  /** Whether it is joined, but shows nothing. */
  public boolean isEmpty() {
    return select.isEmpty() && children.stream().allMatch(ReadNode::isEmpty);
  }

  /** Everything, unshaped: what media handlers of one relation take. */
  boolean isDefaultSelect() {
    return children.isEmpty()
        && select.size() == 1
        && select.get(0).field().isStar()
        && select.get(0).aggregate() == null;
  }

  public boolean isAggregated() {
    return select.stream().anyMatch(item -> item.aggregate() != null)
        || children.stream()
            .map(ReadNode::embedding)
            .anyMatch(
                e -> e != null && e.spreadColumns().stream().anyMatch(c -> c.aggregate() != null));
  }
}
