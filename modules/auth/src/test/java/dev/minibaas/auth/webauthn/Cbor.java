package dev.minibaas.auth.webauthn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** As much of RFC 8949 as an authenticator writes. */
final class Cbor {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Cbor() {}

  /** Maps keep their order: canonical order is the caller's affair. */
  static byte[] of(Object value) {
    Cbor cbor = new Cbor();
    cbor.write(value);
    return cbor.out.toByteArray();
  }

  private void write(Object value) {
    switch (value) {
      case Integer number when number >= 0 -> head(0, number);
      case Integer number -> head(1, -1 - number);
      case byte[] bytes -> {
        head(2, bytes.length);
        out.writeBytes(bytes);
      }
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(3, bytes.length);
        out.writeBytes(bytes);
      }
      case Map<?, ?> map -> {
        head(5, map.size());
        map.forEach((key, entry) -> {
          write(key);
          write(entry);
        });
      }
      default -> throw new IllegalArgumentException(value.getClass().getName());
    }
  }

  private void head(int type, int length) {
    if (length < 24) {
      out.write(type << 5 | length);
    } else if (length < 256) {
      out.write(type << 5 | 24);
      out.write(length);
    } else {
      out.write(type << 5 | 25);
      out.write(length >> 8);
      out.write(length);
    }
  }
}
