package dev.minibaas.engines.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table to be made in a registered database. Besides its columns it gets {@code id}, {@code
 * owner_id}, {@code created_at} and {@code updated_at}.
 *
 * @param isOwnerOnly row security: each row is its owner's alone
 */
public record TableDefinition(String name, List<Column> columns, boolean isOwnerOnly) {

  public TableDefinition {
    columns = List.copyOf(columns);
  }

  /**
   * @param type one of the engine's allow-list
   * @param defaultValue a literal: text, number or boolean; null for none
   */
  public record Column(
      String name,
      String type,
      boolean isNullable,
      boolean isUnique,
      @Nullable Object defaultValue) {}
}
