package dev.minibaas.rest.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a relation.
 *
 * @param dataType a domain's base type, without the lengths of built-in types
 * @param nominalType as declared: the domain, with its modifiers
 * @param castType the base type without modifiers: what a bound value is cast to
 * @param defaultValue as an SQL expression
 * @param enumLabels empty when it is no enum
 */
public record Column(
    String name,
    @Nullable String description,
    boolean nullable,
    String dataType,
    String nominalType,
    String castType,
    @Nullable Integer maxLength,
    @Nullable String defaultValue,
    List<String> enumLabels,
    Representation representation) {

  public Column {
    enumLabels = List.copyOf(enumLabels);
  }

  /**
   * The casts of a domain that say how its values look outside; each a function's name in SQL.
   *
   * @param toJson output
   * @param fromJson bodies
   * @param fromText filters
   */
  public record Representation(
      @Nullable String toJson, @Nullable String fromJson, @Nullable String fromText) {
    public static final Representation NONE = new Representation(null, null, null);
  }
}
