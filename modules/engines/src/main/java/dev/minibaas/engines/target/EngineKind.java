package dev.minibaas.engines.target;

import java.util.Arrays;
import java.util.Locale;

/** The engines that a database can be registered with. */
public enum EngineKind {
  POSTGRESQL(5432),
  MONGODB(27017),
  MYSQL(3306),
  REDIS(6379),
  SQLITE(0);

  private final int port;

  EngineKind(int port) {
    this.port = port;
  }

  /** The name in requests and answers: {@code postgresql}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  int defaultPort() {
    return port;
  }

  /**
   * @throws InvalidTarget when there is no such engine
   */
  public static EngineKind of(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new InvalidTarget("engine must be one of postgresql, mongodb, mysql, redis, sqlite"));
  }
}
