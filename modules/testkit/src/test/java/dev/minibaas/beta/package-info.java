/** A made-up service for the tests of the rules. */
@NullMarked
package dev.minibaas.beta;

import org.jspecify.annotations.NullMarked;
