package dev.minibaas.realtime.cluster;

import dev.minibaas.realtime.change.Position;

/**
 * Of an entry of the stream: its kind, and how the log stood when it was appended.
 *
 * @param count the number of the entry in its era, from 1; without a hole, so that one can tell
 *     when entries are missing
 * @param head how far the database was, as far as the log knows; 0 before a source has begun
 * @param sequence among the events of its topic
 */
record Header(Kind kind, long count, Position position, long head, long sequence) {
  private static final int PARTS = 8;

  /** What an entry says. */
  enum Kind {
    OPENED('O'),
    BEGUN('B'),
    REACHED('R'),
    CHANGED('C'),
    PUBLISHED('P');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    String letter() {
      return String.valueOf(letter);
    }

    private static Kind of(String letter) {
      for (Kind kind : values()) {
        if (kind.letter().equals(letter)) {
          return kind;
        }
      }
      throw new MalformedEntry("an entry of the kind " + letter, null);
    }
  }

  /** As the scripts write it. */
  static Header parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length < PARTS) {
      throw new MalformedEntry("a header of " + parts.length + " parts", null);
    }
    try {
      var position =
          new Position(
              lsn(parts[3]),
              Integer.parseInt(parts[4]),
              Long.parseLong(parts[1]),
              Long.parseLong(parts[5]));
      return new Header(
          Kind.of(parts[0]),
          Long.parseLong(parts[2]),
          position,
          lsn(parts[6]),
          Long.parseLong(parts[7]));
    } catch (IllegalArgumentException e) {
      throw new MalformedEntry("a header with a part that is no number", e);
    }
  }

  long era() {
    return position.era();
  }

  boolean sourceHasBegun() {
    return head != 0;
  }

  static long lsn(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }

  /** 16 digits, which have the order of the numbers. */
  static String lsn(long commit) {
    return "%016x".formatted(commit);
  }
}
