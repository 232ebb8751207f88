package dev.minibaas.benchmarks.load;

import java.util.List;

/**
 * A statement as a server logged it.
 *
 * @param text with {@code $1}, {@code $2} … for the parameters
 * @param parameters in the form they travelled in; null for SQL NULL
 */
record Captured(String text, List<String> parameters) {

  /**
   * Whether it ends a transaction. That is a trip of its own: only the answers to what went before
   * decide between the two.
   */
  boolean isEnd() {
    return text.strip().equalsIgnoreCase("commit") || text.strip().equalsIgnoreCase("rollback");
  }
}
