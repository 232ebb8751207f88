/** Random requests that the interface's rules allow, asked of a real database. */
@NullMarked
package dev.minibaas.rest.legal;

import org.jspecify.annotations.NullMarked;
