package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.RowRange;
import dev.minibaas.rest.schema.Column;
import dev.minibaas.rest.schema.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of one table. */
public sealed interface Mutation {
  Table table();

  /** The columns to return; empty for none. */
  List<String> returning();

  /**
   * Rows in JSON.
   *
   * @param columns what to take from it
   * @param isObject a single row rather than an array of rows
   * @param fillsDefaults whether absent keys mean a column's default rather than null
   */
  record Body(String json, List<Column> columns, boolean isObject, boolean fillsDefaults) {}

  /**
   * @param conflict what to do about rows that exist; null to fail
   * @param only conditions on the body's rows: the URL of a PUT
   */
  record Insert(
      Table table,
      Body body,
      @Nullable Conflict conflict,
      List<Condition> only,
      List<String> returning)
      implements Mutation {

    public boolean isPut() {
      return !only.isEmpty();
    }

    /** The same, showing whole rows. */
    public Insert returningAll() {
      return new Insert(table, body, conflict, only, List.of(Returning.ALL));
    }
  }

  /**
   * @param merges whether the existing row takes the new values
   * @param columns whose values make a row exist already
   */
  record Conflict(boolean merges, List<String> columns) {}

  record Update(
      Table table,
      Body body,
      List<Condition> where,
      RowRange range,
      List<Ordering> order,
      List<String> returning)
      implements Mutation {

    /** The same, showing whole rows. */
    public Update returningAll() {
      return new Update(table, body, where, range, order, List.of(Returning.ALL));
    }
  }

  record Delete(
      Table table,
      List<Condition> where,
      RowRange range,
      List<Ordering> order,
      List<String> returning)
      implements Mutation {}
}
