package dev.minibaas.mongo.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON as it grows, in UTF-8. */
final class JsonBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1024];
  private int length;

  int length() {
    return length;
  }

  byte[] array() {
    return bytes;
  }

  JsonBuffer raw(byte b) {
    room(1);
    bytes[length++] = b;
    return this;
  }

  JsonBuffer raw(char ascii) {
    return raw((byte) ascii);
  }

  /** ASCII text that stands in the JSON as it is. */
  JsonBuffer raw(String ascii) {
    int count = ascii.length();
    room(count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  JsonBuffer raw(byte[] source, int from, int count) {
    room(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
    return this;
  }

  /** A part of this buffer once more. */
  JsonBuffer again(int from, int count) {
    room(count);
    System.arraycopy(bytes, from, bytes, length, count);
    length += count;
    return this;
  }

  JsonBuffer text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return text(utf8, 0, utf8.length);
  }

  /** A string out of UTF-8, in quotes, escaped where JSON asks for it. */
  JsonBuffer text(byte[] utf8, int from, int count) {
    room(count + 2);
    bytes[length++] = '"';
    int end = from + count;
    int start = from;
    for (int i = from; i < end; i++) {
      byte b = utf8[i];
      if ((b >= 0 && b < 0x20) || b == '"' || b == '\\') {
        raw(utf8, start, i - start);
        escaped(b);
        start = i + 1;
      }
    }
    raw(utf8, start, end - start);
    return raw((byte) '"');
  }

  private void escaped(byte b) {
    raw((byte) '\\');
    switch (b) {
      case '"', '\\' -> raw(b);
      case '\n' -> raw((byte) 'n');
      case '\r' -> raw((byte) 'r');
      case '\t' -> raw((byte) 't');
      default -> raw("u00").raw(HEX[b >> 4]).raw(HEX[b & 15]);
    }
  }

  /** Bytes in hexadecimal, in quotes. */
  JsonBuffer hex(byte[] source, int from, int count) {
    room(2 * count + 2);
    bytes[length++] = '"';
    for (int i = from; i < from + count; i++) {
      bytes[length++] = HEX[(source[i] >> 4) & 15];
      bytes[length++] = HEX[source[i] & 15];
    }
    bytes[length++] = '"';
    return this;
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }
}
