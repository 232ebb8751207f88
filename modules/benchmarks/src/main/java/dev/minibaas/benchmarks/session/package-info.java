/** In charge of the trial behind decision 001: ways to run one statement as the caller. */
@NullMarked
package dev.minibaas.benchmarks.session;

import org.jspecify.annotations.NullMarked;
