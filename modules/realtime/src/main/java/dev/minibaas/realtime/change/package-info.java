/** In charge of what a change is: which row of which table became what, and where it stands. */
@NullMarked
package dev.minibaas.realtime.change;

import org.jspecify.annotations.NullMarked;
