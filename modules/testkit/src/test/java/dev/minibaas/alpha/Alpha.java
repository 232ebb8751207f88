package dev.minibaas.alpha;

import dev.minibaas.beta.Beta;
import dev.minibaas.testkit.Tokens;

/** A service that breaks the rules. */
public final class Alpha {
  static final double SOME_LONG_CONSTANT = 4.2e10;
  private final Beta other = new Beta();

  /** A text that no service may contain. */
  public String sql() {
    return "set local role postgres";
  }

  Beta other() {
    return other;
  }

  String token() {
    return Tokens.ofTests().anon();
  }
}
