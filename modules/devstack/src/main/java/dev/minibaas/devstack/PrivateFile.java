package dev.minibaas.devstack;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A small file of names and values that only its owner may read, replaced as a whole. */
final class PrivateFile {
  private final Path path;

  PrivateFile(Path path) {
    this.path = path;
  }

  /** Its values; none when there is no such file. */
  Map<String, String> read() {
    var properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(path)));
    } catch (NoSuchFileException e) {
      return new TreeMap<>();
    } catch (IOException e) {
      throw new StackFailure("cannot read " + path + ": " + e.getMessage(), e);
    }
    Map<String, String> values = new TreeMap<>();
    properties.forEach((name, value) -> values.put(name.toString(), value.toString()));
    return values;
  }

  void write(Map<String, String> values) {
    var properties = new Properties();
    properties.putAll(values);
    try {
      Path partial =
          Files.createTempFile(
              path.getParent(),
              path.getFileName().toString(),
              ".partial",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (var out = Files.newBufferedWriter(partial)) {
        properties.store(out, null);
      }
      Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StackFailure("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new StackFailure("cannot delete " + path + ": " + e.getMessage(), e);
    }
  }
}
