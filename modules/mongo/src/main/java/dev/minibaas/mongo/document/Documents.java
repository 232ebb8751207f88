package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Documents as clients send them to be stored. */
public final class Documents {
  /** How many one request may create. */
  public static final int MAX_BULK = 1000;

  private static final Set<String> WRAPPERS = Set.of("document", "data");

  private Documents() {}

  /**
   * What a create asks for.
   *
   * @param documents checked, without the fields that the service sets
   * @param bulk whether the client sent an array
   */
  public record Creation(List<BsonDocument> documents, boolean bulk) {
    public Creation {
      documents = List.copyOf(documents);
    }
  }

  /**
   * One document, bare or as the only field {@code document} or {@code data} of an object; or an
   * array of bare ones, bare itself or as the only field {@code documents}.
   *
   * @throws ApiError {@code invalid_payload} or {@code forbidden_fields}
   */
  public static Creation creation(BsonValue body) {
    BsonValue inner = unwrapped(body);
    if (inner instanceof BsonArray array) {
      return new Creation(bulk(array), true);
    }
    return new Creation(List.of(document(inner)), false);
  }

  /** One document that takes the place of another. */
  public static BsonDocument replacement(BsonValue body) {
    return document(unwrapped(body));
  }

  private static BsonValue unwrapped(BsonValue body) {
    if (!(body instanceof BsonDocument object) || object.size() != 1) {
      return body;
    }
    Map.Entry<String, BsonValue> only = object.entrySet().iterator().next();
    boolean wraps =
        switch (only.getValue()) {
          case BsonDocument inner -> WRAPPERS.contains(only.getKey());
          case BsonArray inner -> only.getKey().equals("documents");
          default -> false;
        };
    return wraps ? only.getValue() : body;
  }

  private static List<BsonDocument> bulk(BsonArray array) {
    if (array.isEmpty() || array.size() > MAX_BULK) {
      throw payload("an array of documents has 1 to " + MAX_BULK + " of them");
    }
    List<BsonDocument> documents = new ArrayList<>(array.size());
    array.forEach(element -> documents.add(document(element)));
    return documents;
  }

  private static BsonDocument document(@Nullable BsonValue value) {
    if (!(value instanceof BsonDocument document)) {
      throw payload("a document is a JSON object");
    }
    document.keySet().forEach(Names::requireWritable);
    requirePlain(document);
    return document;
  }

  /** Names of fields at every depth are free of what MongoDB reads as an operator or a path. */
  static void requirePlain(BsonValue value) {
    switch (value) {
      case BsonDocument object ->
          object.forEach((name, field) -> {
            String problem = Names.problem(name);
            if (problem != null) {
              throw payload(problem);
            }
            requirePlain(field);
          });
      case BsonArray array -> array.forEach(Documents::requirePlain);
      default -> {
        // nothing in it that has a name
      }
    }
  }

  static ApiError payload(String message) {
    return new ApiError(ErrorCode.INVALID_PAYLOAD, message);
  }
}
