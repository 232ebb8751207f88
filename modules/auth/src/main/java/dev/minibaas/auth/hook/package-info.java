/** Hooks: the operator's own code, asked over HTTP or as a function of the database. */
@NullMarked
package dev.minibaas.auth.hook;

import org.jspecify.annotations.NullMarked;
