package dev.minibaas.realtime.filter;

/** SQL's three values, and a fourth: what PostgreSQL would say isn't known here. */
enum Truth {
  TRUE,
  FALSE,
  NULL,
  UNSURE;

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case NULL, UNSURE -> this;
    };
  }
}
