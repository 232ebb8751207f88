package dev.minibaas.edge.http;

import java.io.IOException;

/** A body without a declared length has outgrown its limit; the client has got its 413 already. */
public final class BodyTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  BodyTooLarge(long limit) {
    super("the request's body is longer than " + limit + " bytes");
  }
}
