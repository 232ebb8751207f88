package dev.minibaas.mongo.document;

/** Classes of characters. */
final class Letters {
  private Letters() {}

  /** An ASCII letter or digit, an underscore or a hyphen. */
  static boolean isWord(int c) {
    return isAlphanumeric(c) || c == '_' || c == '-';
  }

  static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
