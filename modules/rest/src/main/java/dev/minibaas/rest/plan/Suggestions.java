package dev.minibaas.rest.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a misspelt name may have meant: candidates that share two- or three-letter pieces with it,
 * ranked by edit distance.
 */
final class Suggestions {
  private static final double MIN_SCORE = 0.33;

  private Suggestions() {}

  static @Nullable String best(String word, Collection<String> candidates) {
    for (int size = 3; size >= 2; size--) {
      String best = best(word, candidates, size);
      if (best != null) {
        return best;
      }
    }
    return null;
  }

  private static @Nullable String best(String word, Collection<String> candidates, int size) {
    Map<String, Integer> grams = grams(word, size);
    String best = null;
    double bestScore = MIN_SCORE;
    for (String candidate : candidates) {
      if (cosine(grams, grams(candidate, size)) > 0) {
        double score =
            similarity(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
        if (score > bestScore) {
          bestScore = score;
          best = candidate;
        }
      }
    }
    return best;
  }

  private static Map<String, Integer> grams(String word, int size) {
    String padded = "-" + word.toLowerCase(Locale.ROOT) + "-";
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
    return product;
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
