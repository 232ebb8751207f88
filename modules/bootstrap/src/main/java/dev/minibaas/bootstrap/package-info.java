/**
 * In charge of bringing one database to the platform's current schema, roles and privileges, as the
 * only program that connects as superuser.
 */
@NullMarked
package dev.minibaas.bootstrap;

import org.jspecify.annotations.NullMarked;
