package dev.minibaas.engines.target;

import dev.minibaas.platform.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the operator permits.
 *
 * @param allowed networks that are open although they aren't public
 * @param sqliteDirectory where the files of SQLite databases lie; without one there are none
 * @param sqliteMaxBytes how large one of them may become
 */
public record TargetPolicy(
    List<String> allowed, Optional<Path> sqliteDirectory, long sqliteMaxBytes) {

  public TargetPolicy {
    allowed = List.copyOf(allowed);
    allowed.forEach(Network::of);
  }

  public static TargetPolicy from(Settings settings) {
    List<String> allowed = new ArrayList<>();
    for (String entry : settings.list("DATABASE_ALLOWED_NETWORKS", "")) {
      try {
        Network.of(entry);
        allowed.add(entry);
      } catch (IllegalArgumentException e) {
        settings.problem("DATABASE_ALLOWED_NETWORKS: " + e.getMessage());
      }
    }
    String directory = settings.text("SQLITE_DIRECTORY", "");
    Optional<Path> sqlite =
        directory.isEmpty() ? Optional.empty() : Optional.of(Path.of(directory).toAbsolutePath());
    int megabytes = settings.integer("SQLITE_MAX_MB", 64, 1, 65_536);
    return new TargetPolicy(allowed, sqlite, megabytes * 1024L * 1024L);
  }

  AddressRules addresses() {
    return new AddressRules(allowed.stream().map(Network::of).toList());
  }
}
