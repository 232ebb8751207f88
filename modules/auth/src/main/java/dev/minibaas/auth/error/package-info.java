/** What can go wrong, as a closed set of codes, and how it is told in GoTrue's two dialects. */
@NullMarked
package dev.minibaas.auth.error;

import org.jspecify.annotations.NullMarked;
