/** Where users are sent back to, and where they are not. */
@NullMarked
package dev.minibaas.auth.redirect;

import org.jspecify.annotations.NullMarked;
