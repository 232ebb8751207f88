package dev.minibaas.realtime.filter;

import org.jspecify.annotations.Nullable;

/** One image of a row. */
@FunctionalInterface
public interface Row {
  /** Null when the image has no such column. */
  @Nullable Cell cell(String column);
}
