package dev.minibaas.benchmarks.footprint;

import dev.minibaas.benchmarks.machine.Jvm;
import java.util.regex.Pattern;

/**
 * What a JVM tells of itself; sizes in KiB.
 *
 * @param heapCommitted before the collection
 * @param live what a full collection leaves
 */
record JvmDetails(long heapCommitted, long live, long metaspace, long codeCache, long classes) {
  private static final Pattern TOTAL = Pattern.compile("(?:total|committed) (\\d+)K, used");
  private static final Pattern METASPACE =
      Pattern.compile("Metaspace\\s+used \\d+K, committed (\\d+)K");
  private static final Pattern CODE = Pattern.compile("size=\\d+Kb used=(\\d+)Kb");
  private static final Pattern CLASSES = Pattern.compile("loaders, (\\d+) classes");

  /** Runs a full collection in that JVM: measure its memory before. */
  static JvmDetails of(long pid) {
    var jvm = new Jvm(pid);
    long committed = Jvm.sum(TOTAL, jvm.tell("GC.heap_info"));
    String metaspace = jvm.tell("VM.metaspace");
    long code = Jvm.sum(CODE, jvm.tell("Compiler.codecache"));
    return new JvmDetails(
        committed,
        jvm.liveHeap(),
        Jvm.sum(METASPACE, metaspace),
        code,
        Jvm.sum(CLASSES, metaspace));
  }
}
