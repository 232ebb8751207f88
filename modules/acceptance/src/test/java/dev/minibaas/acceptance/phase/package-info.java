/**
 * In charge of the phase tests of the platform's contract, strictly: where it lets several outcomes
 * pass, these ask for the right one.
 */
@NullMarked
package dev.minibaas.acceptance.phase;

import org.jspecify.annotations.NullMarked;
