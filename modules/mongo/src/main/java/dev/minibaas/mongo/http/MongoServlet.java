package dev.minibaas.mongo.http;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.Envelope;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.web.RequestMetrics;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Everything below the context root. The platform's filter has verified the token before.
 *
 * <p>A servlet rather than a JAX-RS resource: documents go from the driver's bytes to the client's
 * without an object in between.
 */
@WebServlet(urlPatterns = "/*", loadOnStartup = 1)
public class MongoServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Log.of(MongoServlet.class);

  @Inject private transient MongoModule module;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      answer(request, response).send(request, response);
    } catch (ApiError e) {
      log(e);
      Envelope.send(e, request, response);
    }
  }

  private Reply answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Route.Match match = Route.of(path);
    if (match == null) {
      throw new ApiError(ErrorCode.NOT_FOUND, "there is nothing at this path");
    }
    RequestMetrics.route(request, match.route().label());
    if (!match.route().allows(request.getMethod())) {
      response.setHeader("Allow", match.route().allow());
      throw new ApiError(
          ErrorCode.METHOD_NOT_ALLOWED, "this path has the methods " + match.route().allow());
    }
    return reply(match.route(), match.names(), request);
  }

  private Reply reply(Route route, List<String> names, HttpServletRequest request)
      throws IOException {
    DocumentCalls documents = module.documents();
    AdminCalls admin = module.admin();
    return switch (route) {
      case HEALTH -> health();
      case DOCUMENTS ->
          isRead(request)
              ? documents.list(request, names.get(0))
              : documents.create(request, names.get(0));
      case BULK -> documents.createBulk(request, names.get(0));
      case COUNT -> documents.count(request, names.get(0));
      case AGGREGATE -> documents.aggregate(request, names.get(0));
      case DOCUMENT -> document(request, names.get(0), names.get(1));
      case COLLECTIONS -> admin.collections(request);
      case SCHEMA ->
          switch (request.getMethod()) {
            case "PUT" -> admin.setSchema(request, names.get(0));
            case "DELETE" -> admin.drop(request, names.get(0));
            default -> admin.schema(request, names.get(0));
          };
      case INDEXES ->
          isRead(request)
              ? admin.indexes(request, names.get(0))
              : admin.createIndex(request, names.get(0));
      case INDEX -> admin.dropIndex(request, names.get(0), names.get(1));
    };
  }

  private Reply document(HttpServletRequest request, String name, String id) throws IOException {
    DocumentCalls documents = module.documents();
    return switch (request.getMethod()) {
      case "PUT" -> documents.replace(request, name, id);
      case "PATCH" -> documents.patch(request, name, id);
      case "DELETE" -> documents.delete(request, name, id);
      default -> documents.get(request, name, id);
    };
  }

  private static boolean isRead(HttpServletRequest request) {
    return !request.getMethod().equals("POST");
  }

  /** Both forms that clients look for. */
  private Reply health() {
    if (!module.connection().answers()) {
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
