/**
 * Typed settings: read once, checked at start, each problem named with its variable and the fix.
 */
@NullMarked
package dev.minibaas.platform.settings;

import org.jspecify.annotations.NullMarked;
