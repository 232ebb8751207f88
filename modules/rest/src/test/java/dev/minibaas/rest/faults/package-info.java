/**
 * What goes wrong around a request: the database away, changed, slow, or further off than it was.
 */
@NullMarked
package dev.minibaas.rest.faults;

import org.jspecify.annotations.NullMarked;
