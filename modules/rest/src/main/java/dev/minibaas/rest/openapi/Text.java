package dev.minibaas.rest.openapi;

import org.jspecify.annotations.Nullable;

/** A comment of the database: its first line, and the rest without the blank lines between. */
record Text(@Nullable String summary, @Nullable String description) {

  static Text of(@Nullable String comment) {
    if (comment == null) {
      return new Text(null, null);
    }
    int end = comment.indexOf('\n');
    if (end < 0) {
      return new Text(comment, null);
    }
    String rest = comment.substring(end + 1);
    int start = 0;
    while (start < rest.length() && rest.charAt(start) == '\n') {
      start++;
    }
    return new Text(comment.substring(0, end), rest.substring(start));
  }
}
