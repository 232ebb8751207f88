/** Registered databases, what may be done with them, and by whom. */
@org.jspecify.annotations.NullMarked
package dev.minibaas.acceptance.databases;
