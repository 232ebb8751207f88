/**
 * {@code /query/v1}: tables of registered databases, whatever their engine, in one language. A call
 * is read, its registration is fetched from the registry, its command runs within the caller's
 * scope on a pooled connection, and the answer has one shape.
 */
@NullMarked
package dev.minibaas.query;

import org.jspecify.annotations.NullMarked;
