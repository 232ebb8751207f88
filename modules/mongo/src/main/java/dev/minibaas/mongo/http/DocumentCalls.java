package dev.minibaas.mongo.http;

import dev.minibaas.mongo.document.CollectionName;
import dev.minibaas.mongo.document.DocumentId;
import dev.minibaas.mongo.document.Documents;
import dev.minibaas.mongo.document.Filter;
import dev.minibaas.mongo.document.JsonBson;
import dev.minibaas.mongo.document.Owner;
import dev.minibaas.mongo.document.Patch;
import dev.minibaas.mongo.document.Pipeline;
import dev.minibaas.mongo.store.ScopedCollection;
import dev.minibaas.mongo.store.ScopedCollections;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** What can be done with documents, each in one method. */
final class DocumentCalls {
  private static final String OWNER = "owner";
  private static final Set<String> OWNER_ONLY = Set.of(OWNER);
  private static final Set<String> FILTERED = Set.of(OWNER, "filter");

  private final ScopedCollections collections;
  private final int maxBody;
  private final Clock clock;

  DocumentCalls(ScopedCollections collections, int maxBody, Clock clock) {
    this.collections = collections;
    this.maxBody = maxBody;
    this.clock = clock;
  }

  private ScopedCollection collection(Exchange exchange, String name, Parameters parameters) {
    return collections.of(owner(exchange, parameters), CollectionName.of(name));
  }

  /** Asked first: who has no documents is told nothing of what else is wrong. */
  private static Owner owner(Exchange exchange, Parameters parameters) {
    return Owner.of(exchange.caller(), parameters.text(OWNER));
  }

  Reply create(Exchange exchange, String name) throws IOException {
    ScopedCollection collection = collection(exchange, name, parameters(exchange, OWNER_ONLY));
    Documents.Creation creation = Documents.creation(Body.read(exchange.request(), maxBody));
    if (creation.bulk()) {
      return Reply.documents(201, collection.insert(creation.documents(), clock.instant()));
    }
    return Reply.document(201, collection.insert(creation.documents().getFirst(), clock.instant()));
  }

  Reply createBulk(Exchange exchange, String name) throws IOException {
    ScopedCollection collection = collection(exchange, name, parameters(exchange, OWNER_ONLY));
    Documents.Creation creation = Documents.creation(Body.read(exchange.request(), maxBody));
    if (!creation.bulk()) {
      throw new ApiError(
          ErrorCode.INVALID_PAYLOAD, "a bulk is an array of documents, or {\"documents\": [...]}");
    }
    return Reply.documents(201, collection.insert(creation.documents(), clock.instant()));
  }

  Reply list(Exchange exchange, String name) {
    Parameters parameters = parameters(exchange, Listing.PARAMETERS);
    ScopedCollection collection = collection(exchange, name, parameters);
    return Listing.of(parameters).answer(collection);
  }

  Reply count(Exchange exchange, String name) {
    Parameters parameters = parameters(exchange, FILTERED);
    ScopedCollection collection = collection(exchange, name, parameters);
    long count = collection.count(filter(parameters));
    return Reply.of(200, new BsonDocument("count", new BsonInt64(count)));
  }

  Reply aggregate(Exchange exchange, String name) throws IOException {
    ScopedCollection collection = collection(exchange, name, parameters(exchange, OWNER_ONLY));
    List<BsonDocument> stages = Pipeline.stages(Body.read(exchange.request(), maxBody));
    return Reply.documents(200, collection.aggregate(stages));
  }

  Reply get(Exchange exchange, String name, String id) {
    ScopedCollection collection = collection(exchange, name, parameters(exchange, OWNER_ONLY));
    return Reply.document(200, found(collection.find(DocumentId.of(id))));
  }

  Reply patch(Exchange exchange, String name, String id) throws IOException {
    ScopedCollection collection = collection(exchange, name, parameters(exchange, OWNER_ONLY));
    var document = DocumentId.of(id);
    BsonValue body = Body.read(exchange.request(), maxBody);
    BsonDocument update =
        Patch.update(body, Body.isMergePatch(exchange.request()), clock.instant());
    return Reply.document(200, found(collection.update(document, update)));
  }

  Reply replace(Exchange exchange, String name, String id) throws IOException {
    ScopedCollection collection = collection(exchange, name, parameters(exchange, OWNER_ONLY));
    var document = DocumentId.of(id);
    BsonDocument replacement = Documents.replacement(Body.read(exchange.request(), maxBody));
    return Reply.document(200, found(collection.replace(document, replacement, clock.instant())));
  }

  Reply delete(Exchange exchange, String name, String id) {
    ScopedCollection collection = collection(exchange, name, parameters(exchange, OWNER_ONLY));
    if (!collection.delete(DocumentId.of(id))) {
      throw notFound();
    }
    BsonDocument deleted = new BsonDocument("deleted", BsonBoolean.TRUE);
    return Reply.of(200, deleted, deleted);
  }

  private static Parameters parameters(Exchange exchange, Set<String> known) {
    return Parameters.parse(exchange.request().getQueryString(), known);
  }

  static BsonDocument filter(Parameters parameters) {
    String text = parameters.text("filter");
    if (text == null || text.isEmpty()) {
      return new BsonDocument();
    }
    if (text.length() > Filter.MAX_LENGTH) {
      throw new ApiError(
          ErrorCode.INVALID_FILTER, "a filter has at most " + Filter.MAX_LENGTH + " characters");
    }
    BsonValue json;
    try {
      json = JsonBson.read(text);
    } catch (ApiError e) {
      throw new ApiError(ErrorCode.INVALID_FILTER, e.publicMessage(), e);
    }
    return Filter.ofDocuments(json);
  }

  private static RawBsonDocument found(@Nullable RawBsonDocument document) {
    if (document == null) {
      throw notFound();
    }
    return document;
  }

  /** The same whether there is none or it is somebody else's. */
  private static ApiError notFound() {
    return new ApiError(ErrorCode.NOT_FOUND, "there is no such document of yours");
  }
}
