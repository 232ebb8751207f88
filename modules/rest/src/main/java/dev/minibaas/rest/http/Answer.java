package dev.minibaas.rest.http;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.JsonText;
import dev.minibaas.rest.sql.ResultMemory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response before it is sent. Closed when it is.
 *
 * @param memory that the body holds; null when it is small
 */
record Answer(int status, ResponseHeaders headers, byte[] body, ResultMemory.@Nullable Lease memory)
    implements AutoCloseable {
  static final byte[] NO_BODY = {};
  private static final String JSON = "application/json; charset=utf-8";

  Answer(int status, ResponseHeaders headers, byte[] body) {
    this(status, headers, body, null);
  }

  Answer holding(ResultMemory.Lease lease) {
    return new Answer(status, headers, body, lease);
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
  }

  static Answer empty(int status) {
    return new Answer(status, new ResponseHeaders(), NO_BODY);
  }

  static Answer of(RestError error) {
    ResponseHeaders headers = new ResponseHeaders();
    headers.set("Content-Type", JSON);
    error.headers().forEach(header -> headers.set(header.name(), header.value()));
    if (error.status() == 503) {
      headers.set("Retry-After", "1");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    if (error.code() != null) {
      put(text, "{\"code\":", error.code());
      put(text, ",\"details\":", error.details());
      put(text, ",\"hint\":", error.hint());
      put(text, ",\"message\":", error.message());
      text.append('}');
    } else {
      JsonText.write(text, body);
    }
    return new Answer(error.status(), headers, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void put(StringBuilder text, String key, @Nullable Object value) {
    text.append(key);
    JsonText.write(text, value);
  }
}
