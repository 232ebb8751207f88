package dev.minibaas.realtime.filter;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A field of an event as an index needs it.
 *
 * @param value null when it cannot be told
 * @param reader an anchor's operand in the same form; null when it cannot be told
 */
record Reading(
    String type,
    @Nullable Comparable<?> value,
    BiFunction<Anchor.Relation, Object, @Nullable Comparable<?>> reader) {}
