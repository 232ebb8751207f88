package dev.minibaas.realtime.phoenix;

import java.nio.ByteBuffer;

/** One message on the wire. */
public sealed interface Frame {
  record Text(String text) implements Frame {}

  /**
   * @param bytes from position to limit, read-only
   */
  record Binary(ByteBuffer bytes) implements Frame {
    public Binary {
      bytes = bytes.asReadOnlyBuffer();
    }

    /** Of its own position, so that one frame can go to many clients. */
    @Override
    public ByteBuffer bytes() {
      return bytes.duplicate();
    }
  }
}
