/** Rate limits: counters per client and calendar window, in this process or in Redis. */
@NullMarked
package dev.minibaas.edge.limit;

import org.jspecify.annotations.NullMarked;
