package dev.minibaas.platform.web;

import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The id that a request carries through the gateway, the services, the logs and the answer. */
public final class RequestIds {
  public static final String HEADER = "X-Request-ID";

  private static final int MAX_LENGTH = 128;
  private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

  private RequestIds() {}

  /** The id of the request that this thread works on, or {@code -} outside of one. */
  public static String current() {
    String id = CURRENT.get();
    return id == null ? "-" : id;
  }

  /** Runs work of a request on another thread than the one that received it. */
  public static <T> T within(String id, Supplier<T> work) {
    String before = CURRENT.get();
    CURRENT.set(id);
    try {
      return work.get();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  static void begin(String id) {
    CURRENT.set(id);
  }

  static void end() {
    CURRENT.remove();
  }

  /** The given id when it is harmless in a log line and a header, else a fresh one. */
  static String orFresh(@Nullable String given) {
    return given != null && isHarmless(given) ? given : UUID.randomUUID().toString();
  }

  private static boolean isHarmless(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!isWord && "-_.:#".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
