/** Who calls: the token is verified once per request, and its bearer is one {@code Caller}. */
@NullMarked
package dev.minibaas.platform.caller;

import org.jspecify.annotations.NullMarked;
