/** Codes and links that are sent to somebody and come back once. */
@NullMarked
package dev.minibaas.auth.onetime;

import org.jspecify.annotations.NullMarked;
