package dev.minibaas.devstack.server;

import dev.minibaas.devstack.postgres.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An instance's own copy of the server's configuration and applications, so that a build may
 * replace the originals while the instance runs.
 */
final class Deployment {
  /** What a server started without devstack leaves beside its configuration. */
  private static final Set<String> LEAVINGS = Set.of("expanded", "logs", "workarea", ".pid");

  private final Path source;
  private final Path copy;
  private final Path fingerprint;

  Deployment(Path source, Path copy) {
    this.source = source;
    this.copy = copy;
    this.fingerprint = copy.resolveSibling(copy.getFileName() + ".fingerprint");
  }

  /** Copies anew what changed since the last time. Tells whether it did. */
  boolean refresh() throws IOException {
    List<Path> files = files();
    String current = String.join("\n", files.stream().map(this::described).toList());
    if (Files.exists(fingerprint) && Files.readString(fingerprint).equals(current)) {
      return false;
    }
    Files.deleteIfExists(fingerprint);
    Directories.delete(copy);
    for (Path file : files) {
      Path target = copy.resolve(source.relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.writeString(fingerprint, current);
    return true;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      return files.filter(Files::isRegularFile).filter(this::belongs).sorted().toList();
    }
  }

  private boolean belongs(Path file) {
    for (Path part : source.relativize(file)) {
      if (LEAVINGS.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }

  private String described(Path file) {
    var attributes = file.toFile();
    return file + " " + attributes.length() + " " + attributes.lastModified();
  }
}
