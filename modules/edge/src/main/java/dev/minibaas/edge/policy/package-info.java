/**
 * What {@code kong.yml} says, read into records; anything that edge can't execute is refused with
 * its line.
 */
@NullMarked
package dev.minibaas.edge.policy;

import org.jspecify.annotations.NullMarked;
