/** What a server does without the platform, to compare with. */
@NullMarked
package dev.minibaas.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
