package dev.minibaas.benchmarks.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processor time used so far, of one process or of a family. Linux only: it reads /proc. */
@FunctionalInterface
public interface CpuClock {
  /** Linux counts in hundredths of a second towards programs, on every architecture we run on. */
  int MICROS_PER_TICK = 10_000;

  long micros();

  static CpuClock ofThisProcess() {
    return of(ProcessHandle.current().pid());
  }

  static CpuClock of(long pid) {
    return () -> ticks(pid, 0, 2) * MICROS_PER_TICK;
  }

  /**
   * Of a process and its children, also those that ended meanwhile, as PostgreSQL's backends do.
   */
  static CpuClock ofFamily(long pid) {
    return () -> {
      long sum = ticks(pid, 0, 4);
      List<ProcessHandle> children = ProcessHandle.of(pid).orElseThrow().children().toList();
      for (ProcessHandle child : children) {
        sum += child.isAlive() ? ticks(child.pid(), 0, 4) : 0;
      }
      return sum * MICROS_PER_TICK;
    };
  }

  /** Of the children of this process that have ended. */
  static CpuClock ofEndedChildren() {
    return () -> ticks(ProcessHandle.current().pid(), 2, 4) * MICROS_PER_TICK;
  }

  /** The sum of some of utime, stime, cutime and cstime, in ticks. */
  private static long ticks(long pid, int from, int until) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // the program's name, in brackets, may hold anything
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long sum = 0;
      for (int i = from; i < until; i++) {
        sum += Long.parseLong(fields[11 + i]);
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the processor time of process " + pid, e);
    }
  }
}
