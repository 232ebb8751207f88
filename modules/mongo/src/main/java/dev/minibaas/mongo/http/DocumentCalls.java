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
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
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

  private ScopedCollection collection(
      HttpServletRequest request, String name, Parameters parameters) {
    return collections.of(owner(request, parameters), CollectionName.of(name));
  }

  /** Asked first: who has no documents is told nothing of what else is wrong. */
  private static Owner owner(HttpServletRequest request, Parameters parameters) {
    return Owner.of(Caller.of(request), parameters.text(OWNER));
  }

  Reply create(HttpServletRequest request, String name) throws IOException {
    ScopedCollection collection = collection(request, name, parameters(request, OWNER_ONLY));
    Documents.Creation creation = Documents.creation(Body.read(request, maxBody));
    if (creation.bulk()) {
      return Reply.documents(201, collection.insert(creation.documents(), clock.instant()));
    }
    return Reply.document(
        201, collection.insert(creation.documents().getFirst(), clock.instant()));
  }

  Reply createBulk(HttpServletRequest request, String name) throws IOException {
    ScopedCollection collection = collection(request, name, parameters(request, OWNER_ONLY));
    Documents.Creation creation = Documents.creation(Body.read(request, maxBody));
    if (!creation.bulk()) {
      throw new ApiError(
          ErrorCode.INVALID_PAYLOAD, "a bulk is an array of documents, or {\"documents\": [...]}");
    }
    return Reply.documents(201, collection.insert(creation.documents(), clock.instant()));
  }

  Reply list(HttpServletRequest request, String name) {
    Parameters parameters = parameters(request, Listing.PARAMETERS);
    ScopedCollection collection = collection(request, name, parameters);
    return Listing.of(parameters).answer(collection);
  }

  Reply count(HttpServletRequest request, String name) {
    Parameters parameters = parameters(request, FILTERED);
    ScopedCollection collection = collection(request, name, parameters);
    long count = collection.count(filter(parameters));
    return Reply.of(200, new BsonDocument("count", new BsonInt64(count)));
  }

  Reply aggregate(HttpServletRequest request, String name) throws IOException {
    ScopedCollection collection = collection(request, name, parameters(request, OWNER_ONLY));
    List<BsonDocument> stages = Pipeline.stages(Body.read(request, maxBody));
    return Reply.documents(200, collection.aggregate(stages));
  }

  Reply get(HttpServletRequest request, String name, String id) {
    ScopedCollection collection = collection(request, name, parameters(request, OWNER_ONLY));
    return Reply.document(200, found(collection.find(DocumentId.of(id))));
  }

  Reply patch(HttpServletRequest request, String name, String id) throws IOException {
    ScopedCollection collection = collection(request, name, parameters(request, OWNER_ONLY));
    var document = DocumentId.of(id);
    BsonValue body = Body.read(request, maxBody);
    BsonDocument update = Patch.update(body, Body.isMergePatch(request), clock.instant());
    return Reply.document(200, found(collection.update(document, update)));
  }

  Reply replace(HttpServletRequest request, String name, String id) throws IOException {
    ScopedCollection collection = collection(request, name, parameters(request, OWNER_ONLY));
    var document = DocumentId.of(id);
    BsonDocument replacement = Documents.replacement(Body.read(request, maxBody));
    return Reply.document(
        200, found(collection.replace(document, replacement, clock.instant())));
  }

  Reply delete(HttpServletRequest request, String name, String id) {
    ScopedCollection collection = collection(request, name, parameters(request, OWNER_ONLY));
    if (!collection.delete(DocumentId.of(id))) {
      throw notFound();
    }
    BsonDocument deleted = new BsonDocument("deleted", BsonBoolean.TRUE);
    return Reply.of(200, deleted, deleted);
  }

  private static Parameters parameters(HttpServletRequest request, Set<String> known) {
    return Parameters.parse(request.getQueryString(), known);
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
