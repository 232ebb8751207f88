package dev.minibaas.acceptance.phase;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;

/** Reads tokens without verifying them, as a client may. */
final class Jwt {
  private Jwt() {}

  static JsonObject header(String token) {
    return part(token, 0);
  }

  static JsonObject claims(String token) {
    return part(token, 1);
  }

  /** A token carries whole seconds: within one, its successor would be the same text. */
  static void outliveItsSecond(String token) {
    Instant next = Instant.ofEpochSecond(claims(token).getInt("iat") + 1L);
    while (Instant.now().isBefore(next)) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static JsonObject part(String token, int index) {
    byte[] bytes = Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]);
    try (var reader = Json.createReader(new StringReader(new String(bytes, UTF_8)))) {
      return reader.readObject();
    }
  }
}
