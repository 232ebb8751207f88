package dev.minibaas.rest.parse;

import java.util.List;

/** Conditions joined by and/or. */
public sealed interface LogicTree {
  record Leaf(Filter filter) implements LogicTree {}

  record Branch(boolean negated, Connective connective, List<LogicTree> members)
      implements LogicTree {
    public Branch {
      members = List.copyOf(members);
    }
  }

  enum Connective {
    AND("and"),
    OR("or");

    private final String word;

    Connective(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
