package dev.minibaas.realtime.filter;

import java.util.List;

/**
 * What must be true of one field for a filter to match at all: by it the filter is found.
 *
 * @param operands of {@link Relation#EQUAL} any one, else exactly one
 */
record Anchor(String field, Relation relation, List<Object> operands) {
  enum Relation {
    EQUAL,
    ABOVE,
    BELOW
  }

  Anchor {
    operands = List.copyOf(operands);
  }
}
