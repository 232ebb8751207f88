package dev.minibaas.mongo.http;

import dev.minibaas.platform.error.Envelope;
import dev.minibaas.platform.web.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * An answer in the envelope: {@code
 * {"success":true,"data":…,"error":null,"meta":{"request_id":…}}}. Of one document, {@code id} and
 * {@code status} stand beside {@code data} once more, where clients of the earlier system's second
 * form look for them.
 */
final class Reply {
  private static final String START = "{\"success\":true,\"data\":";
  private static final String META = ",\"error\":null,\"meta\":{\"request_id\":";

  private final int status;
  private final JsonBuffer body;

  private Reply(int status, JsonBuffer body) {
    this.status = status;
    this.body = body;
  }

  static Reply document(int status, RawBsonDocument document) {
    JsonBuffer body = new JsonBuffer().raw(START);
    BsonJson.Marks marks = BsonJson.write(document, body);
    body.raw(META).text(RequestIds.current()).raw('}');
    repeat(body, ",\"id\":", marks.id());
    repeat(body, ",\"status\":", marks.status());
    return new Reply(status, body.raw('}'));
  }

  private static void repeat(JsonBuffer body, String name, BsonJson.Span value) {
    if (value.count() > 0) {
      body.raw(name).again(value.from(), value.count());
    }
  }

  static Reply documents(int status, List<RawBsonDocument> documents) {
    return new Reply(status, list(documents).raw(META).text(RequestIds.current()).raw("}}"));
  }

  /** A page of a listing. */
  static Reply page(List<RawBsonDocument> documents, Pagination pagination) {
    JsonBuffer body = list(documents).raw(META).text(RequestIds.current());
    pagination.write(body);
    return new Reply(HttpServletResponse.SC_OK, body.raw("}}"));
  }

  private static JsonBuffer list(List<RawBsonDocument> documents) {
    JsonBuffer body = new JsonBuffer().raw(START).raw('[');
    for (int i = 0; i < documents.size(); i++) {
      if (i > 0) {
        body.raw(',');
      }
      BsonJson.write(documents.get(i), body);
    }
    return body.raw(']');
  }

  /** Anything but documents of clients. */
  static Reply of(int status, BsonValue data) {
    return of(status, data, null);
  }

  /**
   * @param beside what stands beside {@code data}, as a JSON object's fields
   */
  static Reply of(int status, BsonValue data, @Nullable BsonDocument beside) {
    JsonBuffer body = new JsonBuffer().raw(START);
    BsonJson.write(data, body);
    body.raw(META).text(RequestIds.current()).raw('}');
    if (beside != null) {
      beside.forEach((name, value) -> {
        body.raw(',').text(name).raw(':');
        BsonJson.write(value, body);
      });
    }
    return new Reply(status, body.raw('}'));
  }

  void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setStatus(status);
    response.setHeader("Content-Type", Envelope.JSON);
    response.setContentLength(body.length());
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body.array(), 0, body.length());
    }
  }
}
