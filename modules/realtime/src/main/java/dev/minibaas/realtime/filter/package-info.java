/**
 * Which subscriptions want an event. {@link dev.minibaas.realtime.filter.RowFilter} are the filters
 * of {@code postgres_changes}, judged as PostgreSQL would judge them; what isn't certain without
 * the database is said to be so and never guessed. {@link dev.minibaas.realtime.filter.EventFilter}
 * are the filters of the own protocol. The indexes find the subscriptions of an event without
 * looking at the others.
 */
@NullMarked
package dev.minibaas.realtime.filter;

import org.jspecify.annotations.NullMarked;
