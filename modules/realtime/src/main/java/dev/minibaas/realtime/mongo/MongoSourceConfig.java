package dev.minibaas.realtime.mongo;

import com.mongodb.ConnectionString;
import java.time.Duration;

/**
 * Which database's changes are read.
 *
 * @param uri may hold a password
 * @param retry how long after the first failure it is tried again; later ones take longer
 */
public record MongoSourceConfig(String uri, String database, Duration retry) {
  public static final Duration DEFAULT_RETRY = Duration.ofSeconds(1);

  public static boolean isUri(String text) {
    try {
      new ConnectionString(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "MongoSourceConfig[" + database + "]";
  }
}
