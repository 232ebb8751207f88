package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.Preferences.Count;
import dev.minibaas.rest.schema.Routine;
import dev.minibaas.rest.schema.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to do, with nothing left to look up. */
public sealed interface Plan {

  /** A plan that is one SQL statement. */
  sealed interface Query extends Plan {
    Transaction transaction();

    Representation representation();

    ReadNode root();
  }

  /**
   * The transaction that it wants.
   *
   * @param isolation in SQL's words; null for the default
   * @param settings further ones to be set, in order
   */
  record Transaction(
      boolean readOnly,
      @Nullable String isolation,
      Map<String, String> settings,
      @Nullable String timezone) {}

  record Read(
      ReadNode root, Representation representation, @Nullable Count count, Transaction transaction)
      implements Query {}

  /**
   * @param root shapes the rows that were written
   * @param maxAffected more rows than these are refused
   */
  record Write(
      Mutation mutation,
      ReadNode root,
      Representation representation,
      Transaction transaction,
      @Nullable Long maxAffected)
      implements Query {}

  /**
   * @param root shapes the rows that were returned
   */
  record Call(
      Routine routine,
      Arguments arguments,
      List<String> returning,
      ReadNode root,
      Representation representation,
      @Nullable Count count,
      Transaction transaction,
      @Nullable Long maxAffected)
      implements Query {}

  /** The OpenAPI document of a schema. */
  record Describe(String schema) implements Plan {}

  /** The methods that a relation takes. */
  record RelationOptions(Table table) implements Plan {}

  /** The methods that a function takes. */
  record RoutineOptions(boolean isVolatile) implements Plan {}

  record RootOptions() implements Plan {}
}
