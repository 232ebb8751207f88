/** What GoTrue has and this service doesn't: it answers as a GoTrue where that is switched off. */
@NullMarked
package dev.minibaas.auth.off;

import org.jspecify.annotations.NullMarked;
