/** In charge of what has happened lately, so that whoever comes back gets what they missed. */
@NullMarked
package dev.minibaas.realtime.log;

import org.jspecify.annotations.NullMarked;
