package dev.minibaas.engines;

import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.InvalidCommand.Part;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a row: a prefix that is the owner's, the table and the id. Neither table nor id has a
 * colon, so that no key of one owner is read as one of another.
 */
record RedisKey(String prefix, String table, String id) {
  private static final Pattern REST =
      Pattern.compile("(?<table>[a-zA-Z_][a-zA-Z0-9_]{0,63}):(?<id>[a-zA-Z0-9_.-]{1,128})");

  /** The keys of one owner, in one table or in all of them. */
  record Range(String prefix, Optional<String> table) {

    /** For SCAN, whose wildcards in the prefix are taken for what they are. */
    String pattern() {
      String literal = (prefix + table.map(name -> name + ":").orElse(""));
      return literal.replaceAll("([\\\\*?\\[\\]^-])", "\\\\$1") + "*";
    }

    Optional<RedisKey> read(String key) {
      if (!key.startsWith(prefix)) {
        return Optional.empty();
      }
      Matcher matcher = REST.matcher(key.substring(prefix.length()));
      if (!matcher.matches() || table.filter(t -> !t.equals(matcher.group("table"))).isPresent()) {
        return Optional.empty();
      }
      return Optional.of(new RedisKey(prefix, matcher.group("table"), matcher.group("id")));
    }

    /**
     * @throws InvalidCommand when the id can't be part of a key
     */
    RedisKey of(String id) {
      return read(prefix + table.orElseThrow() + ":" + id)
          .orElseThrow(() ->
              new InvalidCommand(
                  Part.DATA, "an id must be 1 to 128 letters, digits, dots, dashes and _"));
    }
  }

  static Range everyTable(Scope scope) {
    return new Range(prefix(scope), Optional.empty());
  }

  static Range ofTable(Scope scope, String table) {
    return new Range(prefix(scope), Optional.of(table));
  }

  private static String prefix(Scope scope) {
    return scope.keyPrefix() == null ? "" : scope.keyPrefix() + scope.subject() + ":";
  }

  String text() {
    return prefix + table + ":" + id;
  }
}
