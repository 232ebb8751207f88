package dev.minibaas.engines.target;

import java.io.IOException;

/** A server sent more than an answer may have. */
public final class AnswerTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  AnswerTooLarge(long maxBytes) {
    super("more than " + maxBytes + " bytes in one answer");
  }
}
