/**
 * SQL sessions as the caller: the only place that composes a statement with the role it runs as.
 */
@NullMarked
package dev.minibaas.platform.sql;

import org.jspecify.annotations.NullMarked;
