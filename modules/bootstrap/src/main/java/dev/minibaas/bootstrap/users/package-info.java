/** In charge of bringing users in from elsewhere: GoTrue's dumps, CSV and JSON lines. */
@NullMarked
package dev.minibaas.bootstrap.users;

import org.jspecify.annotations.NullMarked;
