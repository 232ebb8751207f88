package dev.minibaas.auth.factor;

import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Codes for phones, and the messages they stand in. */
final class Codes {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*\\.Code\\s*}}");

  private Codes() {}

  static String digits(int count) {
    StringBuilder code = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      code.append(RANDOM.nextInt(10));
    }
    return code.toString();
  }

  static String filled(String template, String code) {
    return PLACE.matcher(template).replaceAll(Matcher.quoteReplacement(code));
  }
}
