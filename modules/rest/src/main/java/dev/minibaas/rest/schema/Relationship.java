package dev.minibaas.rest.schema;

import java.util.List;

/** How rows of one relation belong to rows of another. */
public sealed interface Relationship {
  Name table();

  Name foreignTable();

  boolean isToOne();

  /** A column of the one side and its counterpart on the other. */
  record Pair(String column, String foreignColumn) {
    Pair swapped() {
      return new Pair(foreignColumn, column);
    }
  }

  enum Cardinality {
    MANY_TO_ONE("many-to-one"),
    ONE_TO_MANY("one-to-many"),
    ONE_TO_ONE("one-to-one");

    private final String words;

    Cardinality(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    Cardinality inverse() {
      return switch (this) {
        case MANY_TO_ONE -> ONE_TO_MANY;
        case ONE_TO_MANY -> MANY_TO_ONE;
        case ONE_TO_ONE -> ONE_TO_ONE;
      };
    }
  }

  /**
   * By a foreign key, seen from either side.
   *
   * @param isForward whether the table has the foreign key, rather than the foreign table
   */
  record Keyed(
      Name table,
      Name foreignTable,
      Cardinality cardinality,
      String constraint,
      List<Pair> pairs,
      boolean isForward,
      boolean tableIsView,
      boolean foreignIsView)
      implements Relationship {
    public Keyed {
      pairs = List.copyOf(pairs);
    }

    @Override
    public boolean isToOne() {
      return cardinality != Cardinality.ONE_TO_MANY;
    }

    Keyed inverse() {
      return new Keyed(
          foreignTable,
          table,
          cardinality.inverse(),
          constraint,
          pairs.stream().map(Pair::swapped).toList(),
          !isForward,
          foreignIsView,
          tableIsView);
    }
  }

  /**
   * Through a junction table, which has a foreign key to either side.
   *
   * @param pairs from the table's columns to the junction's
   * @param foreignPairs from the foreign table's columns to the junction's
   */
  record ManyToMany(
      Name table,
      Name foreignTable,
      Name junction,
      String constraint,
      String foreignConstraint,
      List<Pair> pairs,
      List<Pair> foreignPairs,
      boolean tableIsView,
      boolean foreignIsView)
      implements Relationship {
    public ManyToMany {
      pairs = List.copyOf(pairs);
      foreignPairs = List.copyOf(foreignPairs);
    }

    @Override
    public boolean isToOne() {
      return false;
    }
  }

  /** By a function from a row of the table to rows of the foreign one. */
  record Computed(Name table, Name foreignTable, Name function, boolean isToOne)
      implements Relationship {}

  default boolean isSelf() {
    return table().equals(foreignTable());
  }
}
