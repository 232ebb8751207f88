package dev.minibaas.edge.http;

import java.util.Map;

/**
 * Header names and what each stands for, found without allocating.
 *
 * <p>Case doesn't count, and an underscore counts as a hyphen: servers and frameworks map both to
 * the same variable, so {@code X_User_Id} is as good a disguise as {@code x-user-id}.
 */
final class NameTable {
  static final int ABSENT = -1;

  /** Names by length, most buckets empty. */
  private final String[][] names;

  private final int[][] meanings;

  NameTable(Map<String, Integer> entries) {
    int longest = entries.keySet().stream().mapToInt(String::length).max().orElse(0);
    names = new String[longest + 1][];
    meanings = new int[longest + 1][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      var bucket = entries.entrySet().stream().filter(e -> e.getKey().length() == wanted).toList();
      if (!bucket.isEmpty()) {
        names[length] = bucket.stream().map(Map.Entry::getKey).toArray(String[]::new);
        meanings[length] = bucket.stream().mapToInt(Map.Entry::getValue).toArray();
      }
    }
  }

  /** What a name stands for, or {@link #ABSENT}. */
  int meaning(String name) {
    int length = name.length();
    if (length >= names.length || names[length] == null) {
      return ABSENT;
    }
    String[] bucket = names[length];
    for (int i = 0; i < bucket.length; i++) {
      if (startsWith(name, bucket[i])) {
        return meanings[length][i];
      }
    }
    return ABSENT;
  }

  /** Whether a name begins with a prefix, by the rules of this table. */
  static boolean startsWith(String name, String prefix) {
    int length = prefix.length();
    if (name.length() < length) {
      return false;
    }
    // the last characters of header names differ more often than the first
    for (int i = length - 1; i >= 0; i--) {
      if (fold(name.charAt(i)) != fold(prefix.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static char fold(char c) {
    if (c >= 'A' && c <= 'Z') {
      return (char) (c + ('a' - 'A'));
    }
    return c == '_' ? '-' : c;
  }
}
