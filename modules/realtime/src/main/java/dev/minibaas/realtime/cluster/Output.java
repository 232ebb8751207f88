package dev.minibaas.realtime.cluster;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that grow. */
final class Output {
  private ByteBuffer buffer = ByteBuffer.allocate(512);

  Output put(byte value) {
    room(Byte.BYTES).put(value);
    return this;
  }

  Output put(boolean value) {
    return put((byte) (value ? 1 : 0));
  }

  Output put(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  Output put(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  Output put(String text) {
    byte[] utf8 = Redis.bytes(text);
    room(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8);
    return this;
  }

  Output putOrNull(@Nullable String text) {
    return text == null ? put(false) : put(true).put(text);
  }

  byte[] bytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int needed = Math.addExact(buffer.position(), bytes);
      int doubled = (int) Math.min(2L * buffer.capacity(), Integer.MAX_VALUE - 8);
      buffer =
          ByteBuffer.allocate(Math.max(needed, doubled)).put(buffer.array(), 0, buffer.position());
    }
    return buffer;
  }
}
