package dev.minibaas.benchmarks.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that a process was started to write its output into. Linux only: it reads /proc. */
public record ProcessLog(Path file) {

  public static ProcessLog ofOutput(long pid) throws IOException {
    return of(pid, 1);
  }

  public static ProcessLog ofErrors(long pid) throws IOException {
    return of(pid, 2);
  }

  private static ProcessLog of(long pid, int descriptor) throws IOException {
    return new ProcessLog(Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + descriptor)));
  }

  /** Where it ends now. */
  public long end() throws IOException {
    return Files.size(file);
  }

  public String since(long mark) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(open.length() - mark)];
      open.seek(mark);
      open.readFully(bytes);
      return new String(bytes, UTF_8);
    }
  }
}
