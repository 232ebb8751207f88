/** In charge of what the shared library does inside a server, seen with a probe application. */
@NullMarked
package dev.minibaas.acceptance.container;

import org.jspecify.annotations.NullMarked;
