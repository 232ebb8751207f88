/** Passkeys: signing in with a key pair that an authenticator keeps, instead of a password. */
@NullMarked
package dev.minibaas.auth.passkey;

import org.jspecify.annotations.NullMarked;
