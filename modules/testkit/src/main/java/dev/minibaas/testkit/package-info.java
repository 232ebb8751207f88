/**
 * In charge of what tests share: real servers as JUnit extensions, tokens good and forged, and the
 * rules of the architecture.
 */
@NullMarked
package dev.minibaas.testkit;

import org.jspecify.annotations.NullMarked;
