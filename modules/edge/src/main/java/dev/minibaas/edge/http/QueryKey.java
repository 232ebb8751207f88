package dev.minibaas.edge.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds a parameter in a raw query.
 *
 * <p>{@code getParameter} isn't asked: of a form it would read the body before the service does.
 */
public final class QueryKey {
  /** A name that a query has more than once. */
  public static final String DUPLICATE = "\0duplicate";

  private QueryKey() {}

  /** The decoded value, {@link #DUPLICATE}, or null when the query doesn't have the name. */
  public static @Nullable String find(@Nullable String query, String name) {
    if (query == null || query.length() < name.length()) {
      return null;
    }
    String found = null;
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      String value = value(query, start, end, name);
      if (value != null) {
        if (found != null) {
          return DUPLICATE;
        }
        found = value;
      }
      start = end + 1;
    }
    return found;
  }

  private static @Nullable String value(String query, int start, int end, String name) {
    int equals = query.indexOf('=', start);
    int nameEnd = equals < 0 || equals > end ? end : equals;
    boolean same =
        nameEnd - start == name.length() && query.startsWith(name, start)
            || isEncoded(query, start, nameEnd)
                && decode(query.substring(start, nameEnd)).equals(name);
    if (!same) {
      return null;
    }
    return nameEnd == end ? "" : decode(query.substring(nameEnd + 1, end));
  }

  /** The decoded name of a pair. */
  static String name(String pair) {
    int equals = pair.indexOf('=');
    return decode(equals < 0 ? pair : pair.substring(0, equals));
  }

  private static boolean isEncoded(String query, int start, int end) {
    for (int i = start; i < end; i++) {
      if (query.charAt(i) == '%' || query.charAt(i) == '+') {
        return true;
      }
    }
    return false;
  }

  private static String decode(String text) {
    if (!isEncoded(text, 0, text.length())) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // a stray percent sign: then it is no name and no key of ours
      return text;
    }
  }
}
