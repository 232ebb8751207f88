package dev.minibaas.rest.parse;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The right-hand side of a filter. */
public sealed interface Operation {

  /** {@code op.value}, {@code op(any).{v,w}}. */
  record Compare(Operator operator, @Nullable Quantifier quantifier, String value)
      implements Operation {}

  record In(List<String> values) implements Operation {
    public In {
      values = List.copyOf(values);
    }
  }

  record Is(Truth truth) implements Operation {}

  record IsDistinctFrom(String value) implements Operation {}

  record FullText(TextSearch search, @Nullable String language, String value)
      implements Operation {}

  enum Quantifier {
    ANY,
    ALL;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What {@code is} compares with. */
  enum Truth {
    NULL,
    TRUE,
    FALSE,
    UNKNOWN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The ways to read a full-text query. */
  enum TextSearch {
    FTS("fts", "to_tsquery"),
    PLAIN("plfts", "plainto_tsquery"),
    PHRASE("phfts", "phraseto_tsquery"),
    WEB("wfts", "websearch_to_tsquery");

    private final String word;
    private final String function;

    TextSearch(String word, String function) {
      this.word = word;
      this.function = function;
    }

    public String word() {
      return word;
    }

    public String function() {
      return function;
    }

    static @Nullable TextSearch of(String word) {
      for (TextSearch search : values()) {
        if (search.word.equals(word)) {
          return search;
        }
      }
      return null;
    }
  }
}
