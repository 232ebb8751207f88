/** How an account comes to be. */
@NullMarked
package dev.minibaas.auth.signup;

import org.jspecify.annotations.NullMarked;
