package dev.minibaas.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /<owner>/<id>}: the document as MongoDB sent it. No token, no gateway, no JSON, no
 * envelope: the driver's call on the same server, and nothing else.
 */
@WebServlet(urlPatterns = "/*", loadOnStartup = 1)
public class BareServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private transient @Nullable MongoClient client;
  private transient @Nullable MongoCollection<RawBsonDocument> collection;

  @Override
  public void init() {
    client = MongoClients.create(System.getenv("MONGO_URI"));
    collection =
        client
            .getDatabase(MongoBenchmark.DATABASE)
            .getCollection(MongoBenchmark.COLLECTION, RawBsonDocument.class);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String[] parts = request.getRequestURI().split("/");
    RawBsonDocument found =
        collection == null
            ? null
            : collection
                .find(
                    Filters.and(
                        Filters.eq("_id", new ObjectId(parts[2])),
                        Filters.eq("owner_id", parts[1])))
                .first();
    if (found == null) {
      response.setStatus(404);
      return;
    }
    ByteBuffer bytes = found.getByteBuffer().asNIO();
    response.setContentLength(bytes.remaining());
    response.getOutputStream().write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
  }

  @Override
  public void destroy() {
    if (client != null) {
      client.close();
    }
  }
}
