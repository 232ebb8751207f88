package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.LogicTree.Connective;
import dev.minibaas.rest.parse.Operation;
import java.util.List;

/** A condition on rows. */
public sealed interface Condition {
  record Compare(FieldRef field, boolean negated, Operation operation) implements Condition {}

  record Branch(boolean negated, Connective connective, List<Condition> members)
      implements Condition {}

  /**
   * Whether an embed has rows.
   *
   * @param alias of the embed's join
   */
  record EmbedIsNull(boolean negated, String alias) implements Condition {}
}
