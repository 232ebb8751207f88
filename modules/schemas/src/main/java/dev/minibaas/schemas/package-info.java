/**
 * Tables and validators in registered databases: a definition is read strictly, made by the engine,
 * and kept in the list of what its creator has made.
 */
@NullMarked
package dev.minibaas.schemas;

import org.jspecify.annotations.NullMarked;
