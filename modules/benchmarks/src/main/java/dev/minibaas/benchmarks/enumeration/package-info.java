/**
 * Whether answers about addresses that have an account take as long as about those that have none.
 */
@NullMarked
package dev.minibaas.benchmarks.enumeration;

import org.jspecify.annotations.NullMarked;
