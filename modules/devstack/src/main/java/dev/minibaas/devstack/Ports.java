package dev.minibaas.devstack;

import java.util.Map;

/** The ports of one instance, the same at every start as long as they are free. */
final class Ports {
  private final PrivateFile file;
  private final Map<String, String> kept;

  private Ports(PrivateFile file) {
    this.file = file;
    this.kept = file.read();
  }

  static Ports of(DataDirectory directory) {
    return new Ports(new PrivateFile(directory.file("ports.properties")));
  }

  /** The port {@code wanted}, or else the next free one. */
  int asWanted(String name, int wanted) {
    kept.remove(name);
    return of(name, wanted);
  }

  /** The port of an earlier start, or {@code wanted}, or else the next free one. */
  int of(String name, int wanted) {
    String before = kept.get(name);
    int port = before == null ? wanted : Integer.parseInt(before);
    if (!FreePort.isFree(port)) {
      port = FreePort.from(wanted);
    }
    kept.put(name, Integer.toString(port));
    file.write(kept);
    return port;
  }
}
