package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonNull;
import org.bson.BsonSerializationException;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a listing ended: the values of the sort's fields in its last document. As text it
 * is the cursor that clients hand back. It isn't signed, since it can say nothing but where to go
 * on among one's own documents.
 *
 * @param values one for each key of the order, null where the document has no such field
 */
public record Position(SortOrder order, List<BsonValue> values) {
  private static final int MAX_LENGTH = 8192;

  /** Fields that the service writes, always of one type. */
  private static final Set<String> OF_ONE_TYPE = Set.of(Names.ID, Names.CREATED, Names.UPDATED);

  /** What sorts before what, where types differ; documents and arrays have no place in a cursor. */
  private static final List<List<String>> TYPES =
      List.of(
          List.of("null"),
          List.of("int", "long", "double", "decimal"),
          List.of("string"),
          List.of("object"),
          List.of("array"),
          List.of("binData"),
          List.of("objectId"),
          List.of("bool"),
          List.of("date"));

  /** Of the last document of a page; null when it can't be told by simple values. */
  public static @Nullable Position of(SortOrder order, BsonDocument last) {
    List<BsonValue> values = new ArrayList<>();
    for (SortOrder.Key key : order.keys()) {
      BsonValue value = at(last, key.path());
      if (rank(value) < 0) {
        return null;
      }
      values.add(value);
    }
    return new Position(order, values);
  }

  /**
   * @throws ApiError {@code invalid_param} for what is no cursor of this order
   */
  public static Position parse(String cursor, SortOrder order) {
    try {
      if (cursor.length() > MAX_LENGTH) {
        throw invalid(null);
      }
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      BsonDocument read;
      try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(bytes))) {
        read = new BsonDocumentCodec().decode(reader, DecoderContext.builder().build());
      }
      List<BsonValue> values = read.getArray("v").getValues();
      boolean fits =
          read.getString("o").getValue().equals(order.text())
              && values.size() == order.keys().size()
              && values.stream().allMatch(value -> rank(value) >= 0);
      if (!fits) {
        throw invalid(null);
      }
      return new Position(order, List.copyOf(values));
    } catch (IllegalArgumentException
        | IllegalStateException
        | BsonSerializationException
        | BsonInvalidOperationException e) {
      throw invalid(e);
    }
  }

  /** As clients see it. */
  public String text() {
    BsonDocument document =
        new BsonDocument("o", new BsonString(order.text())).append("v", new BsonArray(values));
    RawBsonDocument raw = new RawBsonDocument(document, new BsonDocumentCodec());
    ByteBuffer buffer = raw.getByteBuffer().asNIO();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The condition on what comes after it. */
  public BsonDocument after() {
    BsonArray branches = new BsonArray();
    BsonDocument equal = new BsonDocument();
    for (int i = 0; i < values.size(); i++) {
      SortOrder.Key key = order.keys().get(i);
      for (BsonValue beyond : beyond(key, values.get(i))) {
        BsonDocument branch = equal.clone();
        branch.put(key.path(), beyond);
        branches.add(branch);
      }
      equal.put(key.path(), new BsonDocument("$eq", values.get(i)));
    }
    return new BsonDocument("$or", branches);
  }

  /** Comparing operators see values of their own type only, whereas a sort goes on to the next. */
  private static List<BsonValue> beyond(SortOrder.Key key, BsonValue value) {
    List<BsonValue> conditions = new ArrayList<>();
    int rank = rank(value);
    if (rank > 0) {
      conditions.add(new BsonDocument(key.ascending() ? "$gt" : "$lt", value));
    }
    if (OF_ONE_TYPE.contains(key.path()) && rank > 0) {
      return conditions;
    }
    BsonArray others = new BsonArray();
    for (int other = 1; other < TYPES.size(); other++) {
      if (key.ascending() ? other > rank : other < rank) {
        TYPES.get(other).forEach(type -> others.add(new BsonString(type)));
      }
    }
    if (!others.isEmpty()) {
      conditions.add(new BsonDocument("$type", others));
    }
    if (!key.ascending() && rank > 0) {
      // a missing field sorts as null
      conditions.add(new BsonDocument("$eq", BsonNull.VALUE));
    }
    return conditions;
  }

  private static int rank(BsonValue value) {
    BsonType type = value.getBsonType();
    return switch (type) {
      case NULL -> 0;
      case INT32, INT64, DOUBLE, DECIMAL128 -> 1;
      case STRING -> 2;
      case OBJECT_ID -> 6;
      case BOOLEAN -> 7;
      case DATE_TIME -> 8;
      default -> -1;
    };
  }

  private static BsonValue at(BsonDocument document, String path) {
    BsonValue value = document;
    for (String name : path.split("\\.", -1)) {
      if (!(value instanceof BsonDocument object)) {
        return value.isArray() ? value : BsonNull.VALUE;
      }
      value = object.get(name, BsonNull.VALUE);
    }
    return value;
  }

  private static ApiError invalid(@Nullable Throwable cause) {
    return new ApiError(
        ErrorCode.INVALID_PARAM,
        "cursor is not one that a listing with this sort has answered",
        cause);
  }
}
