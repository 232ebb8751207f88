package dev.minibaas.mongo.http;

import org.jspecify.annotations.Nullable;

/**
 * Where a page stands in its listing.
 *
 * @param offset null when the page was asked for by a cursor
 * @param total of the whole listing, null when it wasn't counted
 * @param nextCursor null on the last page
 */
record Pagination(
    int limit, @Nullable Integer offset, @Nullable Long total, @Nullable String nextCursor) {

  void write(JsonBuffer out) {
    out.raw(",\"pagination\":{\"limit\":").raw(Integer.toString(limit));
    if (offset != null) {
      out.raw(",\"offset\":").raw(offset.toString());
    }
    if (total != null) {
      out.raw(",\"total\":").raw(total.toString());
    }
    out.raw(",\"next_cursor\":");
    if (nextCursor == null) {
      out.raw("null");
    } else {
      out.text(nextCursor);
    }
    out.raw('}');
  }
}
