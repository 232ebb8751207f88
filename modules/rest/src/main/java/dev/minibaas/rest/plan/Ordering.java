package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.OrderTerm.Direction;
import dev.minibaas.rest.parse.OrderTerm.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * One term of an ORDER BY.
 *
 * @param embedAlias the join of the embed whose field it is; null for the relation itself
 */
public record Ordering(
    @Nullable String embedAlias,
    FieldRef field,
    @Nullable Direction direction,
    @Nullable Nulls nulls) {}
