package dev.minibaas.platform.settings;

import java.util.List;

/**
 * The settings can't be used: every problem of them, one line each, with the variable and the fix.
 */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public InvalidSettings(List<String> problems) {
    super("unusable settings: " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
