/** In charge of the acceptance tests that MicroShed drives, against the assembled EAR. */
@NullMarked
package dev.minibaas.acceptance.blackbox;

import org.jspecify.annotations.NullMarked;
