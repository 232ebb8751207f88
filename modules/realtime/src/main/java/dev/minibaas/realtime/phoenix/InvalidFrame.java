package dev.minibaas.realtime.phoenix;

import org.jspecify.annotations.Nullable;

/** What a client sent and cannot be read, by one of a closed set of reasons. */
public final class InvalidFrame extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Every reason; the name is what logs and tests see. */
  public enum Reason {
    /** The text is no JSON, or nested too deep. */
    NOT_JSON("the text is not valid JSON"),
    /** JSON, but not the five parts of a message. */
    NOT_A_MESSAGE("not a message: expected join_ref, ref, topic, event and payload"),
    /** A part of the message has the wrong type. */
    WRONG_TYPE("a part of the message has the wrong type"),
    /** The payload is no object. */
    NOT_AN_OBJECT("the payload is not a JSON object"),
    /** Binary frames exist from vsn 2.0.0 on. */
    NO_BINARY("vsn 1.0.0 has no binary frames"),
    /** A frame of another kind than a client may send. */
    UNKNOWN_KIND("the kind of the binary frame is unknown"),
    /** The lengths in the head go beyond the frame. */
    TRUNCATED("the binary frame ends before its fields do"),
    /** A field isn't UTF-8. */
    NOT_UTF8("a field of the binary frame is not UTF-8"),
    /** Neither JSON nor binary. */
    UNKNOWN_ENCODING("the encoding of the payload is unknown"),
    /** The payload or metadata of a binary frame is no JSON. */
    NOT_JSON_PAYLOAD("the payload or metadata of the binary frame is not valid JSON");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  InvalidFrame(Reason reason, @Nullable Throwable cause) {
    super(reason.text(), cause);
    this.reason = reason;
  }

  InvalidFrame(Reason reason) {
    this(reason, null);
  }

  public Reason reason() {
    return reason;
  }
}
