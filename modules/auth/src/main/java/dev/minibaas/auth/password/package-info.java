/** Passwords: their rules, their hashes, and the bound on the work of hashing. */
@NullMarked
package dev.minibaas.auth.password;

import org.jspecify.annotations.NullMarked;
