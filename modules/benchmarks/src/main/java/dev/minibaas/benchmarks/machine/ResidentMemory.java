package dev.minibaas.benchmarks.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process holds in memory, in KiB. Linux only: it reads /proc.
 *
 * @param resident all pages, as top shows them
 * @param proportional the same with shared pages divided among those who share them
 * @param anonymous pages of no file: heap, metaspace, compiled code, native memory
 */
public record ResidentMemory(long resident, long proportional, long anonymous, long threads) {

  public static ResidentMemory of(long pid) {
    Map<String, Long> memory = numbers(Path.of("/proc/" + pid + "/smaps_rollup"));
    Map<String, Long> status = numbers(Path.of("/proc/" + pid + "/status"));
    return new ResidentMemory(
        memory.getOrDefault("Rss", 0L),
        memory.getOrDefault("Pss", 0L),
        memory.getOrDefault("Anonymous", 0L),
        status.getOrDefault("Threads", 0L));
  }

  /** Lines of the form {@code Name: 12345 kB}. */
  private static Map<String, Long> numbers(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> line.split(":?\\s+", 3))
          .filter(fields -> fields.length > 1 && fields[1].matches("\\d+"))
          .collect(
              Collectors.toMap(
                  fields -> fields[0], fields -> Long.parseLong(fields[1]), (a, b) -> a));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the memory of a process", e);
    }
  }
}
