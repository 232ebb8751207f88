package dev.minibaas.rest.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that mean something to SQL, to the driver or to those who read them half. */
final class Payloads {
  private static final List<String> WRITTEN =
      List.of(
          "'",
          "''",
          "\"",
          "\"\"",
          "\\",
          "\\'",
          "\\\"",
          "'; drop table api.canary; --",
          "\"; drop table api.canary; --",
          "\\'; drop table api.canary; --",
          "\\\"; drop table api.canary; --",
          "x'; delete from api.canary where 'a'='a",
          "1; delete from api.canary",
          "1) union select secret from api.canary --",
          "' || (select secret from api.canary) || '",
          "int) from api.canary; --",
          "text) , (select secret from api.canary",
          "$$; delete from api.canary; $$",
          "$a$ ' $a$",
          "--",
          "/*",
          "*/",
          "/* ' */",
          ";",
          "E'\\''",
          "E'\\'; delete from api.canary; --",
          "U&'\\0027; delete from api.canary; --'",
          "U&\"\\0022\"",
          "X'27'",
          "%",
          "%27; delete from api.canary; --",
          "?",
          "??",
          "? ?",
          "$1",
          "$1::text",
          "::text",
          ":name",
          "@@",
          "{fn now()}",
          "{call pg_sleep(1)}",
          "{d '2024-01-01'}",
          "{\"a\":\"'; delete from api.canary; --\"}",
          "{a,\"b'\",c\\}",
          "(",
          ")",
          "()",
          ",",
          "a,b",
          ".",
          "a.b.c",
          "->",
          "->>'",
          "*",
          "\u2019; delete from api.canary; --",
          "\u02bc",
          "\uff07; delete from api.canary; --",
          "\u00a0",
          "\u2028",
          "\u0000",
          "a\u0000'; delete from api.canary; --",
          "a\u0000\"; delete from api.canary; --",
          "\n",
          "\r\n; delete from api.canary;",
          "\t\b\f",
          "\uD83E\uDD8A",
          "\uD83E",
          "e\u0301",
          "set_config('role','postgres',false)",
          "postgres",
          "none",
          "select",
          "select 1",
          "1 or true",
          "true) or (true",
          "array[1",
          "not",
          "and",
          "or",
          "null",
          "pg_catalog.pg_sleep(1)",
          "current_user",
          "1",
          "9".repeat(400),
          "-9223372036854775809",
          "1e400",
          "0x1",
          "'".repeat(2_000),
          "\"".repeat(2_000),
          "\\".repeat(2_001),
          "x".repeat(5_000),
          "('".repeat(40),
          "漢".repeat(63));

  private static final List<String> PIECES =
      List.of(
          "'", "\"", "\\", ";", "--", "/*", "*/", "$$", "$1", "?", "::", ":", "(", ")", "{", "}",
          "[", "]", ",", ".", "->", "->>", "%", "E'", "U&'", " ", "a", "1", "=", "|", "&", "\u0000",
          "\n", "\u2019", "select", "or", "not", "and", "!", "*", "é");

  private Payloads() {}

  static List<String> written() {
    return WRITTEN;
  }

  /** Pieces in any order. */
  static List<String> thrownTogether(int count, long seed) {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      int pieces = 1 + random.nextInt(7);
      for (int j = 0; j < pieces; j++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
