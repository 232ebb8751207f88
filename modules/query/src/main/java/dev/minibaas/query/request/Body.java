package dev.minibaas.query.request;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The JSON object of a call's body, within its limit. */
public final class Body {
  private static final int MAX_BYTES = 256 * 1024;

  private Body() {}

  /**
   * @throws ApiError {@code payload_too_large}, {@code invalid_json} or {@code invalid_payload}
   */
  public static JsonObject read(InputStream body) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes(body)))) {
      if (reader.readValue() instanceof JsonObject object) {
        return object;
      }
    } catch (JsonException | IllegalStateException e) {
      throw new ApiError(ErrorCode.INVALID_JSON, "the body is not valid JSON", e);
    }
    throw new ApiError(ErrorCode.INVALID_PAYLOAD, "the body must be a JSON object");
  }

  private static byte[] bytes(InputStream body) {
    try {
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ApiError(
            ErrorCode.PAYLOAD_TOO_LARGE, "the body has more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
