package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/**
 * In which order documents are listed. The id always comes last, so that the order is total.
 *
 * @param text as it was asked for
 * @param keys the last one is the id
 */
public record SortOrder(String text, List<Key> keys) {
  private static final String USUAL = "created_at:desc";
  private static final int MAX_KEYS = 4;

  /** One field, as the database calls it. */
  public record Key(String path, boolean ascending) {}

  /** {@code field:asc,other:desc}; a field without a direction ascends. */
  public static SortOrder parse(@Nullable String asked) {
    String text = asked == null || asked.isEmpty() ? USUAL : asked;
    List<Key> keys = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Key key = key(part);
      if (keys.stream().anyMatch(other -> other.path.equals(key.path))) {
        throw invalid("sort names " + key.path + " twice");
      }
      keys.add(key);
    }
    if (keys.size() > MAX_KEYS) {
      throw invalid("sort takes at most " + MAX_KEYS + " fields");
    }
    if (keys.stream().noneMatch(key -> key.path.equals(Names.ID))) {
      keys.add(new Key(Names.ID, keys.getLast().ascending));
    }
    return new SortOrder(text, List.copyOf(keys));
  }

  private static Key key(String part) {
    int colon = part.lastIndexOf(':');
    String name = colon < 0 ? part : part.substring(0, colon);
    String problem = Names.pathProblem(name);
    if (problem != null || Names.first(name).equals(Names.ID)) {
      throw invalid("sort is written as field:asc or field:desc, several separated by commas");
    }
    boolean ascending =
        switch (colon < 0 ? "asc" : part.substring(colon + 1)) {
          case "asc" -> true;
          case "desc" -> false;
          default -> throw invalid("sort takes asc or desc after the colon");
        };
    return new Key(Names.stored(name), ascending);
  }

  public BsonDocument bson() {
    BsonDocument sort = new BsonDocument();
    keys.forEach(key -> sort.put(key.path, new BsonInt32(key.ascending ? 1 : -1)));
    return sort;
  }

  private static ApiError invalid(String message) {
    return new ApiError(ErrorCode.INVALID_PARAM, message);
  }
}
