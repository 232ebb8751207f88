package dev.minibaas.benchmarks.footprint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM tells of itself through this JDK's jcmd; sizes in KiB.
 *
 * @param heapCommitted before the collection
 * @param live what a full collection leaves
 */
record JvmDetails(long heapCommitted, long live, long metaspace, long codeCache, long classes) {
  private static final Pattern TOTAL = Pattern.compile("(?:total|committed) (\\d+)K, used");
  private static final Pattern USED = Pattern.compile("(?:total|committed) \\d+K, used (\\d+)K");
  private static final Pattern METASPACE =
      Pattern.compile("Metaspace\\s+used \\d+K, committed (\\d+)K");
  private static final Pattern CODE = Pattern.compile("size=\\d+Kb used=(\\d+)Kb");
  private static final Pattern CLASSES = Pattern.compile("loaders, (\\d+) classes");

  /** Runs a full collection in that JVM: measure its memory before. */
  static JvmDetails of(long pid) {
    long committed = sum(TOTAL, jcmd(pid, "GC.heap_info"));
    String metaspace = jcmd(pid, "VM.metaspace");
    long code = sum(CODE, jcmd(pid, "Compiler.codecache"));
    jcmd(pid, "GC.run");
    long live = sum(USED, jcmd(pid, "GC.heap_info"));
    return new JvmDetails(
        committed, live, sum(METASPACE, metaspace), code, sum(CLASSES, metaspace));
  }

  private static long sum(Pattern pattern, String text) {
    long sum = 0;
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      sum += Long.parseLong(matcher.group(1));
    }
    return sum;
  }

  private static String jcmd(long pid, String command) {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(program.toString(), Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("jcmd " + command + " failed: " + text);
      }
      return text;
    } catch (IOException e) {
      throw new IllegalStateException("can't run jcmd: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during jcmd", e);
    }
  }
}
