/** Signing in by way of a provider of others: the visit, its return, and whose account it opens. */
@NullMarked
package dev.minibaas.auth.external;

import org.jspecify.annotations.NullMarked;
