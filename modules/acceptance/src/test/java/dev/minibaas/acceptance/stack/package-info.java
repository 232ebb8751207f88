/**
 * In charge of the platforms that the tests talk to: started when first needed, stopped at the end.
 */
@NullMarked
package dev.minibaas.acceptance.stack;

import org.jspecify.annotations.NullMarked;
