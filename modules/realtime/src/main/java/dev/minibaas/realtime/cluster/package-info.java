/**
 * In charge of several nodes being one: the log that all of them read from Redis in the same order,
 * and what they tell each other.
 */
@NullMarked
package dev.minibaas.realtime.cluster;

import org.jspecify.annotations.NullMarked;
