/** In charge of talking HTTP to the platform so that a test reads like the scenario it checks. */
@NullMarked
package dev.minibaas.acceptance.http;

import org.jspecify.annotations.NullMarked;
