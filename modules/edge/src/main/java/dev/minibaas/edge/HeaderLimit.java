package dev.minibaas.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/**
 * Refuses a header line of more than 32 KiB (Kong's server stops at 8). The server underneath takes
 * up to 1.1 MB, so that the refusal is an answer of ours instead of a broken connection.
 */
final class HeaderLimit {
  private static final int MAX_CHARACTERS = 32 * 1024;

  private HeaderLimit() {}

  static boolean isExceeded(HttpServletRequest request) {
    for (String name : Collections.list(request.getHeaderNames())) {
      if (name.length() > MAX_CHARACTERS) {
        return true;
      }
      String value = request.getHeader(name);
      if (value != null && value.length() > MAX_CHARACTERS) {
        return true;
      }
    }
    return false;
  }
}
