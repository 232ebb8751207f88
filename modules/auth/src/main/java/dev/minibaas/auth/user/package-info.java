/** The user and its identities: their rows, their JSON, and what a user may change of itself. */
@NullMarked
package dev.minibaas.auth.user;

import org.jspecify.annotations.NullMarked;
