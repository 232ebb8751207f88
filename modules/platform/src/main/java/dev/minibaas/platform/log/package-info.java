/** Logs: one JSON object a line. */
@NullMarked
package dev.minibaas.platform.log;

import org.jspecify.annotations.NullMarked;
