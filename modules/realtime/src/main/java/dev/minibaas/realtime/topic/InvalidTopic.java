package dev.minibaas.realtime.topic;

/** A topic or pattern that cannot be one; the message says why and can be shown to the client. */
public final class InvalidTopic extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidTopic(String message) {
    super(message);
  }
}
