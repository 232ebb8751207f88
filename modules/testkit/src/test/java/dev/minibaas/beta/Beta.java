package dev.minibaas.beta;

/** A service that keeps to the rules. */
public final class Beta {
  long value() {
    return 1L << 40;
  }
}
