package dev.minibaas.realtime.phoenix;

import jakarta.json.JsonValue;
import java.util.Arrays;

/** What a broadcast carries. */
public sealed interface Content {
  /** Any JSON value. */
  record OfJson(JsonValue value) implements Content {}

  /** Bytes; compared by what they are, and nobody changes them. */
  @SuppressWarnings("ArrayRecordComponent")
  record OfBytes(byte[] bytes) implements Content {
    public OfBytes {
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof OfBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}
