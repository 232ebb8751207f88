/**
 * The gateway in-process: a servlet filter that executes the policy of {@code kong.yml} as Kong
 * would.
 */
@NullMarked
package dev.minibaas.edge;

import org.jspecify.annotations.NullMarked;
