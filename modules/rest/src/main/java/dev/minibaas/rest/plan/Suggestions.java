package dev.minibaas.rest.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a misspelt name may have meant: candidates that share two- or three-letter pieces with it,
 * ranked by edit distance.
 */
final class Suggestions {
  private static final double MIN_SCORE = 0.33;
  private static final int MOST_COMPARED = 50;

  private record Scored(String candidate, double score) {}

  private Suggestions() {}

  static @Nullable String best(String word, Collection<String> candidates) {
    for (String candidate : candidates) {
      if (lower(candidate).equals(lower(word))) {
        return candidate;
      }
    }
    for (int size = 3; size >= 2; size--) {
      String best = best(word, candidates, size);
      if (best != null) {
        return best;
      }
    }
    return null;
  }

  /** The candidates with most pieces in common; of these the one with the least edits. */
  private static @Nullable String best(String word, Collection<String> candidates, int size) {
    Map<String, Integer> grams = grams(word, size);
    List<Scored> alike = new ArrayList<>();
    for (String candidate : candidates) {
      double cosine = cosine(grams, grams(candidate, size));
      if (cosine > 0) {
        alike.add(new Scored(candidate, cosine));
      }
    }
    return alike.stream()
        .sorted(Comparator.comparingDouble(Scored::score).reversed())
        .limit(MOST_COMPARED)
        .map(a -> new Scored(a.candidate(), similarity(lower(word), lower(a.candidate()))))
        .filter(a -> a.score() >= MIN_SCORE)
        .max(Comparator.comparingDouble(Scored::score))
        .map(Scored::candidate)
        .orElse(null);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static Map<String, Integer> grams(String word, int size) {
    StringBuilder padded = new StringBuilder("-");
    lower(word)
        .codePoints()
        .filter(c -> Character.isLetterOrDigit(c) || Character.isWhitespace(c) || c == ',')
        .forEach(padded::appendCodePoint);
    padded.append('-');
    Map<String, Integer> grams = new HashMap<>();
    for (int i = 0; i + size <= padded.length(); i++) {
      grams.merge(padded.substring(i, i + size), 1, Integer::sum);
    }
    return grams;
  }

  private static double cosine(Map<String, Integer> a, Map<String, Integer> b) {
    double product = 0;
    for (Map.Entry<String, Integer> gram : a.entrySet()) {
      product += (double) gram.getValue() * b.getOrDefault(gram.getKey(), 0);
    }
    return product == 0 ? 0 : product / (magnitude(a) * magnitude(b));
  }

  private static double magnitude(Map<String, Integer> grams) {
    double sum = 0;
    for (int count : grams.values()) {
      sum += (double) count * count;
    }
    return Math.sqrt(sum);
  }

  /** One minus the edit distance, as a share of the longer word. */
  private static double similarity(String a, String b) {
    int longer = Math.max(a.length(), b.length());
    return longer == 0 ? 1 : 1 - (double) distance(a, b) / longer;
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
