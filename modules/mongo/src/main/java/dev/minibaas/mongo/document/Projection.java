package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/** Which fields of documents are wanted. The id always is. */
public final class Projection {
  private static final int MAX_FIELDS = 50;

  private Projection() {}

  /** {@code title,author.name} names the wanted ones, {@code -body,-notes} the unwanted ones. */
  public static @Nullable BsonDocument parse(@Nullable String asked) {
    if (asked == null || asked.isEmpty()) {
      return null;
    }
    BsonDocument projection = new BsonDocument();
    boolean excludes = asked.startsWith("-");
    String[] names = asked.split(",", -1);
    if (names.length > MAX_FIELDS) {
      throw invalid("fields takes at most " + MAX_FIELDS + " names");
    }
    for (String each : names) {
      if (each.startsWith("-") != excludes) {
        throw invalid("fields names either wanted or, with -, unwanted fields");
      }
      String name = excludes ? each.substring(1) : each;
      if (Names.pathProblem(name) != null || Names.first(name).equals(Names.ID)) {
        throw invalid("fields takes names of fields separated by commas");
      }
      if (!name.equals(Names.PUBLIC_ID)) {
        projection.put(name, new BsonInt32(excludes ? 0 : 1));
      } else if (!excludes) {
        projection.put(Names.ID, new BsonInt32(1));
      }
    }
    requireNoOverlap(projection);
    return projection.isEmpty() ? null : projection;
  }

  /** MongoDB refuses {@code a} beside {@code a.b}. */
  private static void requireNoOverlap(BsonDocument projection) {
    for (String name : projection.keySet()) {
      for (String other : projection.keySet()) {
        if (other.startsWith(name + ".")) {
          throw invalid("fields names both " + name + " and a part of it");
        }
      }
    }
  }

  private static ApiError invalid(String message) {
    return new ApiError(ErrorCode.INVALID_PARAM, message);
  }
}
