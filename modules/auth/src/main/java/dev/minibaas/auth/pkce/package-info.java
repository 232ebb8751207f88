/** Flows with PKCE (RFC 7636): their end is worth something only to the client that began them. */
@NullMarked
package dev.minibaas.auth.pkce;

import org.jspecify.annotations.NullMarked;
