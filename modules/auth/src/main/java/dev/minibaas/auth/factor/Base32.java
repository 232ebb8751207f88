package dev.minibaas.auth.factor;

import java.io.ByteArrayOutputStream;

/** RFC 4648 base 32 without padding, the form in which authenticator apps take secrets. */
final class Base32 {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      bits += 8;
      while (bits >= BITS) {
        bits -= BITS;
        text.append(ALPHABET.charAt((buffer >> bits) & 31));
      }
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt((buffer << (BITS - bits)) & 31));
    }
    return text.toString();
  }

  /** Takes lower case and padding, too, as a secret made elsewhere may have them. */
  static byte[] decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (char c : text.toCharArray()) {
      if (c == '=') {
        break;
      }
      int value = ALPHABET.indexOf(Character.toUpperCase(c));
      if (value < 0) {
        throw new IllegalArgumentException("not base 32");
      }
      buffer = (buffer << BITS) | value;
      bits += BITS;
      if (bits >= 8) {
        bits -= 8;
        bytes.write((buffer >> bits) & 0xff);
      }
    }
    return bytes.toByteArray();
  }
}
