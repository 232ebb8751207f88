package dev.minibaas.platform.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the nodes of a service meet: {@code REDIS_URL}. */
public final class RedisUrl {
  private RedisUrl() {}

  /** Null for one node alone, and for what is no such URL, which is a problem of the settings. */
  public static @Nullable URI from(Settings settings) {
    String text = settings.secretOrNull("REDIS_URL");
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text);
      boolean isRedis = List.of("redis", "rediss").contains(String.valueOf(uri.getScheme()));
      if (isRedis && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // reported below; the text may hold a password
    }
    settings.problem("REDIS_URL is no URL such as redis://:password@host:6379/0");
    return null;
  }
}
