/**
 * The rows of the service's tables as JPA entities: plain rows that refer to each other by id. What
 * belongs together is read by the stores, in one query.
 */
@NullMarked
package dev.minibaas.auth.entity;

import org.jspecify.annotations.NullMarked;
