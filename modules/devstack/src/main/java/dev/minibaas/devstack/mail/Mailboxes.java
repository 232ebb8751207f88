package dev.minibaas.devstack.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.devstack.postgres.Directories;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Received messages, a folder per address and a file per message, so that a restart keeps them. */
final class Mailboxes {
  private static final String SUFFIX = ".eml";

  private final Path directory;

  Mailboxes(Path directory) {
    this.directory = directory;
  }

  /** A message where it lies. */
  record Entry(String address, long uid, Path file) {}

  synchronized void add(String address, byte[] message) throws IOException {
    Path box = box(address);
    Files.createDirectories(box);
    long uid = messages(address).stream().mapToLong(Entry::uid).max().orElse(0) + 1;
    Path partial = Files.write(box.resolve(uid + ".partial"), message);
    Files.move(partial, box.resolve(uid + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
  }

  List<String> addresses() throws IOException {
    return names(directory).map(name -> URLDecoder.decode(name, UTF_8)).sorted().toList();
  }

  /** Oldest first; an address without mail has none. */
  List<Entry> messages(String address) throws IOException {
    Path box = box(address);
    return names(box)
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
        .sorted(Comparator.naturalOrder())
        .map(uid -> new Entry(address, uid, box.resolve(uid + SUFFIX)))
        .toList();
  }

  synchronized void clear() throws IOException {
    Directories.delete(directory);
  }

  /** An address may hold any character; none of them may lead out of the folder. */
  private Path box(String address) {
    String name = URLEncoder.encode(address.toLowerCase(Locale.ROOT), UTF_8);
    return directory.resolve(name.replace(".", "%2E"));
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Stream.empty();
    }
  }
}
