package dev.minibaas.mongo.http;

import dev.minibaas.mongo.document.CollectionName;
import dev.minibaas.mongo.document.IndexSpec;
import dev.minibaas.mongo.document.Validator;
import dev.minibaas.mongo.store.Catalogue;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.io.IOException;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;

/** What can be done with collections as such. Names may be read by anybody who is signed in. */
final class AdminCalls {
  private final Catalogue catalogue;
  private final int maxBody;

  AdminCalls(Catalogue catalogue, int maxBody) {
    this.catalogue = catalogue;
    this.maxBody = maxBody;
  }

  Reply collections(Exchange exchange) {
    requireSignedIn(exchange);
    BsonArray names = new BsonArray();
    for (BsonDocument each : catalogue.collections()) {
      names.add(
          new BsonDocument("name", each.get("name"))
              .append("type", each.get("type", new BsonString("collection"))));
    }
    return Reply.of(200, names);
  }

  Reply schema(Exchange exchange, String name) {
    requireSignedIn(exchange);
    CollectionName collection = CollectionName.of(name);
    BsonDocument found = catalogue.collection(collection);
    if (found == null) {
      throw notFound("collection");
    }
    BsonDocument options = found.getDocument("options", new BsonDocument());
    return Reply.of(
        200,
        new BsonDocument("name", new BsonString(collection.value()))
            .append("type", found.get("type", new BsonString("collection")))
            .append("validator", options.get("validator", BsonNull.VALUE))
            .append("validationLevel", options.get("validationLevel", BsonNull.VALUE))
            .append("validationAction", options.get("validationAction", BsonNull.VALUE)));
  }

  Reply setSchema(Exchange exchange, String name) throws IOException {
    requireService(exchange);
    CollectionName collection = CollectionName.of(name);
    catalogue.validate(collection, Validator.parse(Body.read(exchange.request(), maxBody)));
    return Reply.of(
        200,
        new BsonDocument("collection", new BsonString(collection.value()))
            .append("schema", new BsonString("applied"))
            .append("updated", BsonBoolean.TRUE));
  }

  Reply drop(Exchange exchange, String name) {
    requireService(exchange);
    CollectionName collection = CollectionName.of(name);
    if (!catalogue.drop(collection)) {
      throw notFound("collection");
    }
    return Reply.of(
        200,
        new BsonDocument("collection", new BsonString(collection.value()))
            .append("dropped", BsonBoolean.TRUE));
  }

  Reply indexes(Exchange exchange, String name) {
    requireService(exchange);
    return Reply.of(200, new BsonArray(catalogue.indexes(CollectionName.of(name))));
  }

  Reply createIndex(Exchange exchange, String name) throws IOException {
    requireService(exchange);
    CollectionName collection = CollectionName.of(name);
    IndexSpec index = IndexSpec.parse(Body.read(exchange.request(), maxBody));
    catalogue.createIndex(collection, index);
    return Reply.of(
        201,
        new BsonDocument("collection", new BsonString(collection.value()))
            .append("index", new BsonString(index.indexName())));
  }

  Reply dropIndex(Exchange exchange, String name, String index) {
    requireService(exchange);
    CollectionName collection = CollectionName.of(name);
    if (!CollectionName.isName(index) || !catalogue.dropIndex(collection, index)) {
      throw notFound("index");
    }
    return Reply.of(
        200, new BsonDocument("index", new BsonString(index)).append("dropped", BsonBoolean.TRUE));
  }

  private static void requireSignedIn(Exchange exchange) {
    Caller caller = exchange.caller();
    if (!caller.isService() && caller.subject() == null) {
      throw new ApiError(ErrorCode.MISSING_AUTHORIZATION, "a bearer token is needed");
    }
  }

  private static void requireService(Exchange exchange) {
    requireSignedIn(exchange);
    if (!exchange.caller().isService()) {
      throw new ApiError(ErrorCode.FORBIDDEN, "this needs the role service_role");
    }
  }

  private static ApiError notFound(String what) {
    return new ApiError(ErrorCode.NOT_FOUND, "there is no such " + what);
  }
}
