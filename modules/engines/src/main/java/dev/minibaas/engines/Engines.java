package dev.minibaas.engines;

import dev.minibaas.engines.target.Target;
import dev.minibaas.engines.target.Target.File;
import dev.minibaas.engines.target.Target.Server;
import dev.minibaas.engines.target.Targets;

/** Makes the engine of a target. */
public final class Engines {
  private final Targets targets;

  public Engines(Targets targets) {
    this.targets = targets;
  }

  /**
   * An engine without any connection yet.
   *
   * @param readOnly the engine is told to refuse writes, where it can be told
   */
  public Engine open(Target target, Limits limits, boolean readOnly) {
    return switch (target) {
      case File file -> SqlEngine.of(new SqliteDialect(targets, file, limits, readOnly), limits);
      case Server server ->
          switch (server.kind()) {
            case POSTGRESQL ->
                SqlEngine.of(new PostgresDialect(targets, server, limits, readOnly), limits);
            case MYSQL -> SqlEngine.of(new MysqlDialect(targets, server, limits, readOnly), limits);
            case MONGODB -> new MongoEngine(targets, server, limits, readOnly);
            case REDIS -> new RedisEngine(targets, server, limits, readOnly);
            case SQLITE -> throw new IllegalArgumentException("SQLite has no server");
          };
    };
  }
}
