package dev.minibaas.mongo.http;

import dev.minibaas.mongo.store.MongoConnection;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.Envelope;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.web.RequestMetrics;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Finds what a request is about, and answers it. */
final class MongoEngine {
  private static final Logger LOG = Log.of(MongoEngine.class);

  private final MongoConnection connection;
  private final DocumentCalls documents;
  private final AdminCalls admin;

  MongoEngine(MongoConnection connection, DocumentCalls documents, AdminCalls admin) {
    this.connection = connection;
    this.documents = documents;
    this.admin = admin;
  }

  void serve(Exchange exchange, HttpServletResponse response) throws IOException {
    try {
      answer(exchange, response).send(exchange.request(), response);
    } catch (ApiError e) {
      log(e);
      Envelope.send(e, exchange.request(), response);
    }
  }

  private Reply answer(Exchange exchange, HttpServletResponse response) throws IOException {
    HttpServletRequest request = exchange.request();
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Route.Match match = Route.of(path);
    if (match == null) {
      throw new ApiError(ErrorCode.NOT_FOUND, "there is nothing at this path");
    }
    RequestMetrics.route(request, match.route().label());
    if (!match.route().allows(exchange.method())) {
      response.setHeader("Allow", match.route().allow());
      throw new ApiError(
          ErrorCode.METHOD_NOT_ALLOWED, "this path has the methods " + match.route().allow());
    }
    return reply(match.route(), match.names(), exchange);
  }

  private Reply reply(Route route, List<String> names, Exchange exchange) throws IOException {
    String name = names.isEmpty() ? "" : names.getFirst();
    return switch (route) {
      case HEALTH -> health();
      case DOCUMENTS ->
          isPost(exchange) ? documents.create(exchange, name) : documents.list(exchange, name);
      case BULK -> documents.createBulk(exchange, name);
      case COUNT -> documents.count(exchange, name);
      case AGGREGATE -> documents.aggregate(exchange, name);
      case DOCUMENT -> document(exchange, name, names.getLast());
      case COLLECTIONS -> admin.collections(exchange);
      case SCHEMA -> schema(exchange, name);
      case INDEXES ->
          isPost(exchange) ? admin.createIndex(exchange, name) : admin.indexes(exchange, name);
      case INDEX -> admin.dropIndex(exchange, name, names.getLast());
    };
  }

  private Reply document(Exchange exchange, String name, String id) throws IOException {
    return switch (exchange.method()) {
      case "PUT" -> documents.replace(exchange, name, id);
      case "PATCH" -> documents.patch(exchange, name, id);
      case "DELETE" -> documents.delete(exchange, name, id);
      default -> documents.get(exchange, name, id);
    };
  }

  private Reply schema(Exchange exchange, String name) throws IOException {
    return switch (exchange.method()) {
      case "PUT" -> admin.setSchema(exchange, name);
      case "DELETE" -> admin.drop(exchange, name);
      default -> admin.schema(exchange, name);
    };
  }

  private static boolean isPost(Exchange exchange) {
    return exchange.method().equals("POST");
  }

  /** Both forms that clients look for. */
  private Reply health() {
    if (!connection.answers()) {
      throw new ApiError(ErrorCode.MONGO_UNAVAILABLE, "the document database doesn't answer");
    }
    return Reply.of(
        200,
        new BsonDocument("mongo", new BsonString("ok")),
        new BsonDocument("status", new BsonString("ok")));
  }

  private static void log(ApiError error) {
    if (error.code().status() >= 500) {
      LOG.log(Level.SEVERE, error.code().code(), error);
    } else {
      LOG.log(Level.INFO, "{0}: {1}", new Object[] {error.code().code(), error.getMessage()});
    }
  }
}
