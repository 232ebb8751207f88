package dev.minibaas.rest.http;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP response before it is sent. */
record Answer(int status, ResponseHeaders headers, byte[] body) {
  static final byte[] NO_BODY = {};
  private static final String JSON = "application/json; charset=utf-8";

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
