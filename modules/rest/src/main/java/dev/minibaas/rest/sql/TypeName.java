package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The type in a cast of the select parameter. SQL's own type names are written as they are; any
 * other is quoted as the identifier that it must be, so that no word of SQL can stand there.
 */
final class TypeName {
  private static final Set<String> SPELLED =
      Stream.concat(
              Stream.of(
                  "bigint",
                  "bit",
                  "bit varying",
                  "boolean",
                  "char",
                  "char varying",
                  "character",
                  "character varying",
                  "dec",
                  "decimal",
                  "double precision",
                  "float",
                  "int",
                  "integer",
                  "national char",
                  "national char varying",
                  "national character",
                  "national character varying",
                  "nchar",
                  "nchar varying",
                  "numeric",
                  "real",
                  "smallint",
                  "time",
                  "time with time zone",
                  "time without time zone",
                  "timestamp",
                  "timestamp with time zone",
                  "timestamp without time zone",
                  "varchar"),
              intervals())
          .collect(Collectors.toUnmodifiableSet());

  private static final String ARRAY = " array";

  private TypeName() {}

  private static Stream<String> intervals() {
    List<String> fields =
        List.of(
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "year to month",
            "day to hour",
            "day to minute",
            "day to second",
            "hour to minute",
            "hour to second",
            "minute to second");
    return Stream.concat(Stream.of("interval"), fields.stream().map(field -> "interval " + field));
  }

  /** The type as SQL; unquoted words don't tell upper from lower case. */
  static String sql(String type) {
    String words = type.toLowerCase(Locale.ROOT).replaceAll(" +", " ");
    if (SPELLED.contains(words)) {
      return words;
    }
    if (words.endsWith(ARRAY)) {
      return sql(words.substring(0, words.length() - ARRAY.length())) + "[]";
    }
    if (words.indexOf(' ') >= 0) {
      throw new UnknownType(type);
    }
    return Sql.quoted(folded(type));
  }

  /** As PostgreSQL folds unquoted names: the letters of ASCII only. */
  private static String folded(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return folded.toString();
  }

  /** A cast to something that can't be a type. */
  static final class UnknownType extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownType(String type) {
      super("type \"" + type + "\" does not exist", null, false, false);
    }
  }
}
