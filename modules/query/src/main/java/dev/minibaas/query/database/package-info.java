/** The engines of registered databases that are open now, and when they are closed. */
@NullMarked
package dev.minibaas.query.database;

import org.jspecify.annotations.NullMarked;
