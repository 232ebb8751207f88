package dev.minibaas.realtime.mongo;

import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import dev.minibaas.realtime.change.DocumentChange;
import dev.minibaas.realtime.change.DocumentChange.Operation;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.json.StrictJsonWriter;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * What clients get of an event of a change stream. Types that JSON hasn't are written as {@code
 * /mongo/v1} writes them.
 */
final class ChangeEvents {
  private static final String OWNER = "owner_id";

  private static final JsonWriterSettings JSON =
      JsonWriterSettings.builder()
          .outputMode(JsonMode.RELAXED)
          .objectIdConverter((id, out) -> out.writeString(id.toHexString()))
          .dateTimeConverter(
              (millis, out) -> out.writeString(Instant.ofEpochMilli(millis).toString()))
          .binaryConverter((binary, out) ->
              out.writeString(Base64.getEncoder().encodeToString(binary.getData())))
          .doubleConverter(ChangeEvents::number)
          .decimal128Converter(ChangeEvents::number)
          .int64Converter((number, out) -> out.writeNumber(number.toString()))
          .timestampConverter(
              (time, out) -> out.writeNumber(Long.toUnsignedString(time.getValue())))
          .regularExpressionConverter((regex, out) -> out.writeString(regex.getPattern()))
          .javaScriptConverter((code, out) -> out.writeString(code))
          .symbolConverter((symbol, out) -> out.writeString(symbol))
          .undefinedConverter((nothing, out) -> out.writeNull())
          .minKeyConverter((nothing, out) -> out.writeNull())
          .maxKeyConverter((nothing, out) -> out.writeNull())
          .build();

  private ChangeEvents() {}

  private static void number(Double number, StrictJsonWriter out) {
    if (number.isNaN() || number.isInfinite()) {
      out.writeNull();
    } else {
      out.writeNumber(number.toString());
    }
  }

  private static void number(Decimal128 number, StrictJsonWriter out) {
    if (number.isNaN() || number.isInfinite()) {
      out.writeNull();
    } else {
      out.writeNumber(number.toString());
    }
  }

  /** Empty of what is no change of a document. */
  static Optional<DocumentChange> change(ChangeStreamDocument<BsonDocument> event) {
    Operation operation = operation(event.getOperationType());
    var namespace = event.getNamespace();
    if (operation == null || namespace == null) {
      return Optional.empty();
    }
    BsonDocument document = event.getFullDocument();
    BsonDocument key = event.getDocumentKey();
    BsonDocument payload =
        new BsonDocument("operation", new BsonString(operation.command()))
            .append("collection", new BsonString(namespace.getCollectionName()))
            .append("database", new BsonString(namespace.getDatabaseName()))
            .append("fullDocument", document == null ? BsonNull.VALUE : document)
            .append("documentKey", key == null ? BsonNull.VALUE : key);
    // of an update whose document is gone by now nobody knows whose it was after it
    BsonDocument owned =
        operation == Operation.DELETED ? event.getFullDocumentBeforeChange() : document;
    return Optional.of(
        new DocumentChange(
            operation,
            namespace.getDatabaseName(),
            namespace.getCollectionName(),
            owner(owned),
            payload.toJson(JSON)));
  }

  private static @Nullable Operation operation(OperationType type) {
    return switch (type) {
      case INSERT -> Operation.INSERTED;
      case UPDATE -> Operation.UPDATED;
      case REPLACE -> Operation.REPLACED;
      case DELETE -> Operation.DELETED;
      default -> null;
    };
  }

  /** Only a text is a user's id, and PostgreSQL has no text with a NUL. */
  private static @Nullable String owner(@Nullable BsonDocument document) {
    return document != null
            && document.get(OWNER) instanceof BsonString owner
            && owner.getValue().indexOf('\0') < 0
        ? owner.getValue()
        : null;
  }
}
