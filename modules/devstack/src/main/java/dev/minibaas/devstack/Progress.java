package dev.minibaas.devstack;

import java.io.PrintStream;
import java.util.Locale;

/** One line per step, with the seconds since the start. */
public final class Progress {
  private final PrintStream out;
  private final long start = System.nanoTime();

  public Progress(PrintStream out) {
    this.out = out;
  }

  public void step(String text) {
    out.printf(Locale.ROOT, "[%5.1f s] %s%n", (System.nanoTime() - start) / 1e9, text);
    out.flush();
  }

  /** Text that is no step. */
  public void say(String text) {
    out.println(text);
    out.flush();
  }
}
