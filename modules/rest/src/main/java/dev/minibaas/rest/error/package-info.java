/** The closed set of errors of the wire format, and their texts. */
@NullMarked
package dev.minibaas.rest.error;

import org.jspecify.annotations.NullMarked;
