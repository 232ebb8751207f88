package dev.minibaas.devstack;

import dev.minibaas.devstack.postgres.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder in which one instance keeps everything it has. */
final class DataDirectory {
  /** Its presence says that the folder is ours to delete. */
  private static final String MARKER = ".minibaas";

  private final Path path;

  DataDirectory(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  boolean exists() {
    return Files.exists(file(MARKER));
  }

  /** Makes the folder, unless it is there; a folder with other things in it is left alone. */
  void create() {
    if (exists()) {
      return;
    }
    try {
      if (Files.isDirectory(path) && !isEmpty()) {
        throw new StackFailure(
            "DATA_DIR (%s) holds files of someone else: set it to a new or an empty folder"
                .formatted(path));
      }
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      Files.writeString(
          file(MARKER), "The data of a mini-baas instance; `make reset` deletes this folder.\n");
    } catch (IOException e) {
      throw new StackFailure(
          "DATA_DIR (%s) cannot be used (%s): set it to a folder that can be written"
              .formatted(path, e),
          e);
    }
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  /** Deletes the folder, if it is ours. */
  void delete() {
    if (!exists()) {
      throw new StackFailure(
          "DATA_DIR (%s) is not deleted: it was not made by this program".formatted(path));
    }
    try {
      // the marker last: a deletion that is broken off can be repeated
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.filter(file -> !file.endsWith(MARKER)).toList()) {
          Directories.delete(file);
        }
      }
      Directories.delete(path);
    } catch (IOException e) {
      throw new StackFailure("cannot delete " + path + ": " + e, e);
    }
  }

  /** Held while an instance runs; the system releases it however the program ends. */
  record Lock(FileChannel channel, FileLock lock) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new StackFailure("cannot release the data directory: " + e.getMessage(), e);
      }
    }
  }

  Optional<Lock> lock() {
    try {
      FileChannel channel =
          FileChannel.open(file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tried(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new Lock(channel, lock));
    } catch (IOException e) {
      throw new StackFailure("cannot lock " + path + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tried(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
