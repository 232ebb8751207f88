package dev.minibaas.realtime.postgres;

/** What came isn't pgoutput as its protocol describes it. */
final class MalformedMessage extends RuntimeException {
  MalformedMessage(byte kind, String what) {
    super(message(kind, what));
  }

  MalformedMessage(byte kind, String what, Throwable cause) {
    super(message(kind, what), cause);
  }

  private static String message(byte kind, String what) {
    return "pgoutput message " + (kind > 32 && kind < 127 ? "" + (char) kind : kind) + ": " + what;
  }
}
