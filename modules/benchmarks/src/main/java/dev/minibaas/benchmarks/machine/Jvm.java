package dev.minibaas.benchmarks.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another JVM on this machine, asked through this JDK's jcmd. */
public record Jvm(long pid) {
  private static final Pattern USED = Pattern.compile("(?:total|committed) \\d+K, used (\\d+)K");

  /** Runs a full collection in that JVM and returns what it leaves, in KiB. */
  public long liveHeap() {
    tell("GC.run");
    return sum(USED, tell("GC.heap_info"));
  }

  /** What the JVM answers to a command of jcmd. */
  public String tell(String command) {
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

  /** The sum of what the pattern's group finds in a text. */
  public static long sum(Pattern pattern, String text) {
    long sum = 0;
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      sum += Long.parseLong(matcher.group(1));
    }
    return sum;
  }
}
