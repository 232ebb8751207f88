/** Calls that the service makes itself: bounded in time and size, and never redirected. */
@NullMarked
package dev.minibaas.auth.outbound;

import org.jspecify.annotations.NullMarked;
