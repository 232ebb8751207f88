package dev.minibaas.benchmarks.load;

import java.util.List;

/**
 * A statement as a server logged it.
 *
 * @param text with {@code $1}, {@code $2} … for the parameters
 * @param parameters in the form they travelled in; null for SQL NULL
 */
record Captured(String text, List<String> parameters) {}
