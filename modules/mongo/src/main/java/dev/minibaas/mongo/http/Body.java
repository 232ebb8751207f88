package dev.minibaas.mongo.http;

import dev.minibaas.mongo.document.JsonBson;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The JSON that a request brings. */
final class Body {
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private Body() {}

  /**
   * @throws ApiError {@code payload_too_large}, {@code unsupported_media_type}, {@code
   *     invalid_json}
   */
  static BsonValue read(HttpServletRequest request, int max) throws IOException {
    String type = type(request.getContentType());
    if (!type.isEmpty() && !type.equals("application/json") && !type.endsWith("+json")) {
      throw new ApiError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "a body is application/json");
    }
    if (request.getContentLengthLong() > max) {
      throw tooLarge(max);
    }
    byte[] bytes = request.getInputStream().readNBytes(max + 1);
    if (bytes.length > max) {
      throw tooLarge(max);
    }
    return JsonBson.read(bytes);
  }

  static boolean isMergePatch(HttpServletRequest request) {
    return type(request.getContentType()).equals(MERGE_PATCH);
  }

  private static String type(@Nullable String header) {
    if (header == null) {
      return "";
    }
    int semicolon = header.indexOf(';');
    return (semicolon < 0 ? header : header.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static ApiError tooLarge(int max) {
    return new ApiError(ErrorCode.PAYLOAD_TOO_LARGE, "a body has at most " + max + " bytes");
  }
}
