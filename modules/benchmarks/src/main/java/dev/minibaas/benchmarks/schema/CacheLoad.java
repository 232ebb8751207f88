package dev.minibaas.benchmarks.schema;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One load of the schema cache, as the rest service logs it. */
record CacheLoad(long millis, long relations, long functions) {
  /** Numbers have commas between their thousands. */
  private static final Pattern LINE =
      Pattern.compile("schema cache loaded in ([\\d,]+) ms: ([\\d,]+) relations, ([\\d,]+) func");

  static List<CacheLoad> parse(String log) {
    return LINE.matcher(log)
        .results()
        .map(line -> new CacheLoad(number(line, 1), number(line, 2), number(line, 3)))
        .toList();
  }

  private static long number(MatchResult line, int group) {
    return Long.parseLong(line.group(group).replace(",", ""));
  }
}
