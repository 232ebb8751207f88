package dev.minibaas.engines.target;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a connection string says, read and free of anything that isn't permitted. */
public sealed interface Target {

  EngineKind kind();

  /**
   * A server of the network.
   *
   * @param endpoints more than one for a replica set of MongoDB only
   * @param database may be empty, where the engine has a default
   * @param options those of the allow-list, by their lower-case names
   */
  record Server(
      EngineKind kind,
      List<Endpoint> endpoints,
      String database,
      @Nullable String user,
      @Nullable String password,
      Tls tls,
      Map<String, String> options)
      implements Target {

    public Server {
      endpoints = List.copyOf(endpoints);
      options = Map.copyOf(options);
    }

    public Endpoint endpoint() {
      return endpoints.getFirst();
    }

    /** Credentials stay out of logs. */
    @Override
    public String toString() {
      return "Server[" + kind.text() + " " + endpoints.size() + " endpoints, " + tls + "]";
    }
  }

  /**
   * A file of an SQLite database.
   *
   * @param path absolute, under the tenant's own folder of the configured directory
   */
  record File(Path path) implements Target {
    @Override
    public EngineKind kind() {
      return EngineKind.SQLITE;
    }
  }
}
