/** What a call brings along: its body, its origin, and the user that its token stands for. */
@NullMarked
package dev.minibaas.auth.request;

import org.jspecify.annotations.NullMarked;
