package dev.minibaas.rest.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one row that a statement brings back.
 *
 * @param total rows there are, when they were counted
 * @param rows of this answer
 * @param responseHeaders what SQL wants said, as JSON
 * @param responseStatus the same, as text
 * @param inserted rows of an upsert that are new; null when nobody counted
 * @param location the key of a single inserted row
 */
public record QueryRow(
    @Nullable Long total,
    long rows,
    byte[] body,
    @Nullable String responseHeaders,
    @Nullable String responseStatus,
    @Nullable Long inserted,
    List<String> location) {

  QueryRow withTotal(long newTotal) {
    return new QueryRow(newTotal, rows, body, responseHeaders, responseStatus, inserted, location);
  }

  static QueryRow ofBody(byte[] body) {
    return new QueryRow(null, 1, body, null, null, null, List.of());
  }
}
