package dev.minibaas.rest.parse;

import org.jspecify.annotations.Nullable;

/**
 * Which rows of a result are wanted.
 *
 * @param offset rows to leave out first
 * @param limit the most rows to return; null for all
 */
public record RowRange(long offset, @Nullable Long limit) {
  public static final RowRange ALL = new RowRange(0, null);

  /** What {@code limit=0} asks for, the one empty range that is no mistake. */
  static final RowRange NONE = new RowRange(0, 0L);

  boolean isEmpty() {
    return limit != null && limit <= 0;
  }

  public boolean isAll() {
    return offset == 0 && limit == null;
  }

  /** The same rows, but at most {@code most} of them. */
  public RowRange atMost(@Nullable Long most) {
    if (most == null || limit != null && limit <= most) {
      return this;
    }
    return new RowRange(offset, most);
  }

  RowRange withLimit(long newLimit) {
    return new RowRange(offset, newLimit);
  }

  RowRange withOffset(long newOffset) {
    return new RowRange(Math.max(0, newOffset), limit);
  }

  /** The rows that are in both. */
  RowRange intersection(RowRange other) {
    long start = Math.max(offset, other.offset);
    Long end = end();
    Long otherEnd = other.end();
    Long nearest = end == null ? otherEnd : otherEnd == null ? end : (Long) Math.min(end, otherEnd);
    return new RowRange(start, nearest == null ? null : (Long) (nearest - start));
  }

  private @Nullable Long end() {
    return limit == null ? null : saturated(offset, limit);
  }

  private static long saturated(long a, long b) {
    long sum = a + b;
    return sum < 0 && a >= 0 && b >= 0 ? Long.MAX_VALUE : sum;
  }

  /** The rows of a Range header; all when it is malformed. */
  static RowRange ofHeader(String header) {
    int dash = header.indexOf('-');
    if (dash <= 0 || !isDigits(header, 0, dash) || !isDigits(header, dash + 1, header.length())) {
      return ALL;
    }
    Long first = number(header.substring(0, dash));
    if (first == null) {
      return ALL;
    }
    Long last = dash + 1 == header.length() ? null : number(header.substring(dash + 1));
    return new RowRange(first, last == null ? null : (Long) saturated(last - first, 1));
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** A whole number; null for anything else, or when it is beyond 64 bits. */
  static @Nullable Long number(String text) {
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
