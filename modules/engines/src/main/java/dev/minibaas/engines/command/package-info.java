/**
 * What is asked of a database, in one neutral language: values that are read from JSON, are valid
 * once they exist, and that every engine translates with everything bound.
 */
@NullMarked
package dev.minibaas.engines.command;

import org.jspecify.annotations.NullMarked;
