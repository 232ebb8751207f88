package dev.minibaas.rest.http;

import dev.minibaas.rest.parse.RawRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cross-origin requests from browsers, as far as no gateway has answered for them. */
final class Cors {
  private static final String EXPOSED =
      "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server,"
          + " Transfer-Encoding, Range-Unit";

  private final List<String> origins;

  /**
   * @param origins allowed ones; none given allows all
   */
  Cors(List<String> origins) {
    this.origins = origins;
  }

  /** The answer to a preflight; null when it is none. */
  @Nullable Answer preflight(RawRequest request) {
    String origin = request.header("Origin");
    boolean isPreflight =
        request.method().equals("OPTIONS")
            && origin != null
            && request.header("Access-Control-Request-Method") != null;
    if (!isPreflight) {
      return null;
    }
    Answer answer = Answer.empty(200);
    ResponseHeaders headers = answer.headers();
    allow(headers, origin);
    headers.set("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD");
    String asked = request.header("Access-Control-Request-Headers");
    headers.set(
        "Access-Control-Allow-Headers",
        "Authorization, "
            + (asked == null ? "" : String.join(", ", asked.split("\\s*,\\s*")) + ", ")
            + "Accept, Accept-Language, Content-Language");
    headers.set("Access-Control-Max-Age", "86400");
    return answer;
  }

  void expose(RawRequest request, ResponseHeaders headers) {
    String origin = request.header("Origin");
    if (origin != null) {
      allow(headers, origin);
      headers.set("Access-Control-Expose-Headers", EXPOSED);
    }
  }

  private void allow(ResponseHeaders headers, @Nullable String origin) {
    if (origins.isEmpty()) {
      headers.set("Access-Control-Allow-Origin", "*");
    } else if (origin != null && origins.contains(origin)) {
      headers.set("Access-Control-Allow-Origin", origin);
      headers.set("Access-Control-Allow-Credentials", "true");
    }
  }
}
