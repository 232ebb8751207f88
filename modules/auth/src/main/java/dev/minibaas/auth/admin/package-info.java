/** What an administrator does with users. */
@NullMarked
package dev.minibaas.auth.admin;

import org.jspecify.annotations.NullMarked;
