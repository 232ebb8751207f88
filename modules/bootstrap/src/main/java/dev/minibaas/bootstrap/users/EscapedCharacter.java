package dev.minibaas.bootstrap.users;

/** What a letter after a backslash stands for, in COPY and in {@code E''}. */
final class EscapedCharacter {
  private EscapedCharacter() {}

  static char of(char letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> (char) 11;
      default -> letter;
    };
  }
}
