package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;

/** What a caller is told of a failure that the engine found. */
final class Messages {
  private Messages() {}

  static String of(Reason reason) {
    return switch (reason) {
      case REFUSED_TARGET -> "the target of the database isn't permitted";
      case UNREACHABLE -> "the database can't be reached";
      case LOGIN_REFUSED -> "the database refuses the registered credentials";
      case BUSY -> "the database is busy";
      case TIMEOUT -> "the database didn't answer in time";
      case UNKNOWN_TABLE -> "there is no such table";
      case UNKNOWN_COLUMN -> "there is no such column";
      case INVALID_VALUE -> "a value doesn't fit its column";
      case DUPLICATE -> "a row with this unique value exists";
      case CONSTRAINT -> "a rule of the table forbids this";
      case NOT_PERMITTED -> "the registered credentials don't permit this";
      case TOO_LARGE -> "a limit of size is exceeded";
      case UNSUPPORTED -> "the engine can't do this";
      case FAILED -> "the database couldn't run the statement";
    };
  }
}
