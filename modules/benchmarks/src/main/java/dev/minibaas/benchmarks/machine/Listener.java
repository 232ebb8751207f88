package dev.minibaas.benchmarks.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Finds the process on this machine that listens on a TCP port. Linux only: it reads /proc. */
public final class Listener {
  private static final String LISTEN = "0A";

  private Listener() {}

  public static OptionalLong pid(int port) {
    for (String table : new String[] {"tcp", "tcp6"}) {
      String inode = inode(Path.of("/proc/net/" + table), port);
      if (!inode.isEmpty()) {
        return owner("socket:[" + inode + "]");
      }
    }
    return OptionalLong.empty();
  }

  private static String inode(Path table, int port) {
    String ending = String.format(Locale.ROOT, ":%04X", port);
    try (Stream<String> lines = Files.lines(table)) {
      return lines
          .map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> fields.length > 9 && fields[3].equals(LISTEN))
          .filter(fields -> fields[1].endsWith(ending))
          .map(fields -> fields[9])
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OptionalLong owner(String socket) {
    return ProcessHandle.allProcesses()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> holds(pid, socket))
        // a forked child holds its parent's socket too, and has the greater number
        .min();
  }

  private static boolean holds(long pid, String socket) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors.anyMatch(descriptor -> target(descriptor).equals(socket));
    } catch (IOException | UncheckedIOException e) {
      return false; // it ended meanwhile, or belongs to somebody else
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
