package dev.minibaas.devstack;

import org.jspecify.annotations.Nullable;

/** Something of the stack cannot start or stop; the message is for the person who asked for it. */
public class StackFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StackFailure(String message) {
    super(message);
  }

  public StackFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
