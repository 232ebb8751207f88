/**
 * The engines of registered databases behind one interface: PostgreSQL, MongoDB, MySQL/MariaDB,
 * Redis and SQLite, each with its pool of connections to a tested target.
 */
@NullMarked
package dev.minibaas.engines;

import org.jspecify.annotations.NullMarked;
