package dev.minibaas.mongo.http;

import dev.minibaas.mongo.document.Names;
import dev.minibaas.mongo.document.Position;
import dev.minibaas.mongo.document.Projection;
import dev.minibaas.mongo.document.SortOrder;
import dev.minibaas.mongo.store.ScopedCollection;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A listing as it was asked for: a page by offset, or the page after a cursor.
 *
 * @param counts whether the whole listing is counted
 */
record Listing(
    BsonDocument filter,
    SortOrder order,
    @Nullable BsonDocument projection,
    int limit,
    int offset,
    @Nullable Position after,
    boolean counts) {
  static final Set<String> PARAMETERS =
      Set.of("owner", "filter", "sort", "fields", "limit", "offset", "cursor", "count");

  private static final int USUAL_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  /** Going further costs the server more than it is worth; a cursor goes on for nothing. */
  private static final int MAX_OFFSET = 10_000;

  static Listing of(Parameters parameters) {
    SortOrder order = SortOrder.parse(parameters.text("sort"));
    String cursor = parameters.text("cursor");
    if (cursor != null && parameters.has("offset")) {
      throw Parameters.invalid("a page has an offset or a cursor");
    }
    return new Listing(
        DocumentCalls.filter(parameters),
        order,
        Projection.parse(parameters.text("fields")),
        parameters.integer("limit", USUAL_LIMIT, 1, MAX_LIMIT),
        parameters.integer("offset", 0, 0, MAX_OFFSET),
        cursor == null ? null : Position.parse(cursor, order),
        counts(parameters.text("count"), cursor != null));
  }

  private static boolean counts(@Nullable String asked, boolean byCursor) {
    return switch (asked) {
      case null -> !byCursor;
      case "exact" -> true;
      case "none" -> false;
      default -> throw Parameters.invalid("count is exact or none");
    };
  }

  Reply answer(ScopedCollection collection) {
    List<RawBsonDocument> found =
        collection.find(
            new ScopedCollection.Page(condition(), order.bson(), projection, offset, limit + 1));
    boolean more = found.size() > limit;
    List<RawBsonDocument> page = more ? found.subList(0, limit) : found;
    String next = more ? next(collection, page) : null;
    return Reply.page(
        page,
        new Pagination(
            limit, after == null ? (Integer) offset : null, total(collection, found), next));
  }

  private BsonDocument condition() {
    if (after == null) {
      return filter;
    }
    return filter.isEmpty()
        ? after.after()
        : new BsonDocument("$and", new BsonArray(List.of(filter, after.after())));
  }

  /**
   * Of the last document, for which all of it is looked at; of an earlier one, should somebody have
   * deleted the last one meanwhile.
   */
  private @Nullable String next(ScopedCollection collection, List<RawBsonDocument> page) {
    for (RawBsonDocument last : page.reversed()) {
      BsonDocument whole =
          projection == null
              ? last
              : collection.find(last.getObjectId(Names.ID, new BsonObjectId()).getValue());
      if (whole != null) {
        Position position = Position.of(order, whole);
        return position == null ? null : position.text();
      }
    }
    return null;
  }

  /** A page that isn't full says by itself how many there are. */
  private @Nullable Long total(ScopedCollection collection, List<RawBsonDocument> found) {
    if (!counts) {
      return null;
    }
    boolean isEnd = after == null && found.size() <= limit && (offset == 0 || !found.isEmpty());
    return isEnd ? (Long) ((long) offset + found.size()) : (Long) collection.count(filter);
  }
}
