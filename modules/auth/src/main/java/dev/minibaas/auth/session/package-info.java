/** Sessions: the access and refresh tokens of a login, from grant to logout. */
@NullMarked
package dev.minibaas.auth.session;

import org.jspecify.annotations.NullMarked;
