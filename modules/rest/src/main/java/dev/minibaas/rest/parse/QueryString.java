package dev.minibaas.rest.parse;

import dev.minibaas.rest.error.RestError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a raw query string or form body, in order. */
final class QueryString {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  record Parameter(String key, String value) {}

  private QueryString() {}

  /** Decodes {@code a=b&c=d}; a parameter without {@code =} counts as empty text. */
  static List<Parameter> parse(@Nullable String raw) {
    if (raw == null || raw.isEmpty()) {
      return List.of();
    }
    List<Parameter> parameters = new ArrayList<>();
    int start = 0;
    while (start <= raw.length()) {
      int end = raw.indexOf('&', start);
      end = end < 0 ? raw.length() : end;
      int equals = raw.indexOf('=', start);
      if (equals >= 0 && equals < end) {
        parameters.add(
            new Parameter(decode(raw, start, equals, true), decode(raw, equals + 1, end, true)));
      }
      start = end + 1;
    }
    return parameters;
  }

  /** Percent-decodes a segment of a path, in which a plus is a plus. */
  static String decodeSegment(String raw) {
    return decode(raw, 0, raw.length(), false);
  }

  private static String decode(String raw, int start, int end, boolean plusIsSpace) {
    boolean isPlain = true;
    for (int i = start; i < end && isPlain; i++) {
      char c = raw.charAt(i);
      isPlain = c != '%' && c != '+' && c < 128;
    }
    return isPlain ? raw.substring(start, end) : decodeBytes(raw, start, end, plusIsSpace);
  }

  private static String decodeBytes(String raw, int start, int end, boolean plusIsSpace) {
    byte[] source = raw.substring(start, end).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[source.length];
    int length = 0;
    for (int i = 0; i < source.length; i++) {
      byte b = source[i];
      if (b == '%' && i + 2 < source.length && hex(source[i + 1]) >= 0 && hex(source[i + 2]) >= 0) {
        b = (byte) (hex(source[i + 1]) << 4 | hex(source[i + 2]));
        i += 2;
      } else if (b == '+' && plusIsSpace) {
        b = ' ';
      }
      bytes[length++] = b;
    }
    return text(bytes, length, start);
  }

  private static String text(byte[] bytes, int length, int position) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw RestError.unparsable("URL", position + 1, "invalid UTF-8 in percent-encoded text");
    }
  }

  private static int hex(byte b) {
    return Character.digit((char) b, 16);
  }

  /** The parameters sorted by key and encoded anew: what Content-Location shows. */
  static String canonical(List<Parameter> parameters) {
    StringBuilder out = new StringBuilder();
    parameters.stream()
        .sorted(Comparator.comparing(Parameter::key))
        .forEach(parameter -> {
          out.append(out.isEmpty() ? "" : "&");
          encode(out, parameter.key());
          out.append('=');
          encode(out, parameter.value());
        });
    return out.toString();
  }

  static void encode(StringBuilder out, String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 'a' && b <= 'z'
          || b >= 'A' && b <= 'Z'
          || b >= '0' && b <= '9'
          || "-_.~".indexOf(b) >= 0) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
      }
    }
  }
}
