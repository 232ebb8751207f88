package dev.minibaas.rest.http;

import dev.minibaas.rest.error.RestError;
import org.jspecify.annotations.Nullable;

/**
 * Which rows an answer has.
 *
 * @param first row's position
 * @param last row's position; before the first when there are none
 * @param total of rows there are, when they were counted
 */
record ContentRange(long first, long last, @Nullable Long total) {

  static ContentRange of(long offset, long rows, @Nullable Long total) {
    return new ContentRange(offset, offset + rows - 1, total);
  }

  String header() {
    boolean isEmpty = first > last || total != null && total == 0;
    return (isEmpty ? "*" : first + "-" + last) + "/" + (total == null ? "*" : total);
  }

  /**
   * @throws RestError when the offset lies beyond all rows
   */
  int status() {
    if (total == null) {
      return 200;
    }
    if (first > total) {
      throw RestError.offsetBeyond(first, total);
    }
    return last - first + 1 < total ? 206 : 200;
  }
}
