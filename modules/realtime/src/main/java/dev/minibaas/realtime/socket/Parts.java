package dev.minibaas.realtime.socket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that comes in parts. Servers bound a part, and would keep as many of them as a client
 * sends until one is the last. For one thread at a time.
 */
final class Parts {
  private final int max;
  private final Runnable tooBig;
  private @Nullable StringBuilder text;
  private @Nullable ByteArrayOutputStream bytes;

  /**
   * @param max of a message
   * @param tooBig run when more came; what came is forgotten
   */
  Parts(int max, Runnable tooBig) {
    this.max = max;
    this.tooBig = tooBig;
  }

  /** The message, with its last part. */
  Optional<String> text(String part, boolean isLast) {
    StringBuilder before = text;
    text = null;
    if (isTooBig(before == null ? 0 : before.length(), part.length())) {
      return Optional.empty();
    }
    if (isLast) {
      return Optional.of(before == null ? part : before.append(part).toString());
    }
    text = (before == null ? new StringBuilder() : before).append(part);
    return Optional.empty();
  }

  /** The message, with its last part. */
  Optional<ByteBuffer> binary(ByteBuffer part, boolean isLast) {
    ByteArrayOutputStream before = bytes;
    bytes = null;
    if (isTooBig(before == null ? 0 : before.size(), part.remaining())) {
      return Optional.empty();
    }
    if (isLast && before == null) {
      return Optional.of(part);
    }
    ByteArrayOutputStream all = before == null ? new ByteArrayOutputStream() : before;
    byte[] copy = new byte[part.remaining()];
    part.get(copy);
    all.writeBytes(copy);
    if (isLast) {
      return Optional.of(ByteBuffer.wrap(all.toByteArray()));
    }
    bytes = all;
    return Optional.empty();
  }

  /** What the next part may have at most. */
  int room() {
    return max - (text == null ? 0 : text.length()) - (bytes == null ? 0 : bytes.size());
  }

  private boolean isTooBig(int before, int part) {
    boolean isTooBig = part > max - before;
    if (isTooBig) {
      tooBig.run();
    }
    return isTooBig;
  }
}
