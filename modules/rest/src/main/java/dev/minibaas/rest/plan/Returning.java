package dev.minibaas.rest.plan;

import dev.minibaas.rest.schema.Relationship;
import dev.minibaas.rest.schema.Relationship.Computed;
import dev.minibaas.rest.schema.Relationship.Keyed;
import dev.minibaas.rest.schema.Relationship.ManyToMany;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The columns that a write or call must return for its rows to be shaped: no more than needed, for
 * column privileges count.
 */
final class Returning {
  static final String ALL = "*";

  private Returning() {}

  /**
   * @param key also needed, for the Location header
   */
  static List<String> columns(ReadNode root, List<String> key) {
    TreeSet<String> columns = new TreeSet<>();
    for (Projection item : root.select()) {
      columns.add(item.field().name());
    }
    boolean computed = false;
    for (ReadNode child : root.children()) {
      Embedding embedding = child.embedding();
      if (embedding != null) {
        computed = computed || embedding.relationship() instanceof Computed;
        columns.addAll(joined(embedding.relationship()));
      }
    }
    if (computed || columns.contains(ALL)) {
      return List.of(ALL);
    }
    addConditions(root.where(), columns);
    for (Ordering ordering : root.order()) {
      if (ordering.embedAlias() == null) {
        columns.add(ordering.field().name());
      }
    }
    columns.addAll(key);
    return List.copyOf(columns);
  }

  private static void addConditions(List<Condition> conditions, TreeSet<String> columns) {
    for (Condition condition : conditions) {
      switch (condition) {
        case Condition.Compare compare -> columns.add(compare.field().name());
        case Condition.Branch branch -> addConditions(branch.members(), columns);
        case Condition.EmbedIsNull ignored -> {
          // about the embed's rows, whose columns are its own business
        }
      }
    }
  }

  private static List<String> joined(Relationship relationship) {
    List<String> columns = new ArrayList<>();
    switch (relationship) {
      case Keyed keyed -> keyed.pairs().forEach(pair -> columns.add(pair.column()));
      case ManyToMany many -> many.pairs().forEach(pair -> columns.add(pair.column()));
      case Computed ignored -> columns.add(ALL);
    }
    return columns;
  }
}
