package dev.minibaas.auth.request;

import org.jspecify.annotations.Nullable;

/** Where a call came from, as a session remembers it. */
public record Origin(@Nullable String address, @Nullable String userAgent) {
  private static final int MAX_USER_AGENT = 1024;

  public Origin {
    if (address != null && !isAddress(address)) {
      address = null;
    }
    if (userAgent != null) {
      String storable = userAgent.replace("\0", "");
      userAgent = storable.substring(0, Math.min(storable.length(), MAX_USER_AGENT));
    }
  }

  /** Digits, hex and separators only: what the database is asked to read as inet. */
  private static boolean isAddress(String text) {
    return text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]{2,39}(\\.[0-9.]{1,15})?");
  }
}
