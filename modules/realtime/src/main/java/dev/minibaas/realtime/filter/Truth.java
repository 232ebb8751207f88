package dev.minibaas.realtime.filter;

/** SQL's three values, and a fourth: what PostgreSQL would say isn't known here. */
public enum Truth {
  TRUE,
  FALSE,
  NULL,
  UNSURE;

  public static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  public Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case NULL, UNSURE -> this;
    };
  }
}
