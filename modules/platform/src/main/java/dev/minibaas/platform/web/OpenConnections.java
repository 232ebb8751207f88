package dev.minibaas.platform.web;

import dev.minibaas.platform.web.ClientWatch.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The TCP connections of this machine or container at one moment, as Linux lists them: proc(5),
 * {@code /proc/net/tcp}.
 */
final class OpenConnections {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

  /** The peer has closed its end. */
  private static final int CLOSE_WAIT = 8;

  private final boolean known;
  private final Map<Client, Boolean> open = new HashMap<>();

  private OpenConnections(boolean known) {
    this.known = known;
  }

  static OpenConnections read() {
    OpenConnections connections = new OpenConnections(Files.isReadable(TABLES.get(0)));
    for (Path table : TABLES) {
      try {
        Files.readAllLines(table).stream().skip(1).forEach(connections::add);
      } catch (IOException e) {
        // no such protocol here
      }
    }
    return connections;
  }

  static OpenConnections of(List<String> lines) {
    OpenConnections connections = new OpenConnections(true);
    lines.forEach(connections::add);
    return connections;
  }

  /** {@code sl local:port remote:port state …}, all in hexadecimal. */
  private void add(String line) {
    String[] fields = line.strip().split("\\s+", 5);
    if (fields.length == 5) {
      Client client = new Client(port(fields[1]), port(fields[2]));
      boolean isOpen = Integer.parseInt(fields[3], 16) != CLOSE_WAIT;
      open.merge(client, isOpen, Boolean::logicalOr);
    }
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }

  /** Whether it is certain that no peer waits at the other end. */
  boolean isGone(Client client) {
    return known && !open.getOrDefault(client, false);
  }
}
