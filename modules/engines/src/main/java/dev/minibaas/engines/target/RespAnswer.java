package dev.minibaas.engines.target;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a Redis server answers, read along: lengths that it announces are believed up to a limit
 * only. A client makes room for a text or a list as soon as its length is told, so a server of
 * somebody else's could have it ask for more memory than there is.
 *
 * <p>RESP 2: a line begins with its type; after {@code $} and a length come that many bytes and a
 * line's end, after {@code *} and a number that many answers.
 */
final class RespAnswer extends FilterInputStream {
  /** What one element of a list costs the client at least, about. */
  private static final int ELEMENT_BYTES = 16;

  private static final int MAX_DIGITS = 18;

  /** The length -1: there is no text, or no list. */
  private static final char NOTHING_FOLLOWS = '-';

  private final long maxBytes;
  private char type;
  private long announced;
  private int digits;
  private long text;

  RespAnswer(InputStream in, long maxBytes) {
    super(in);
    this.maxBytes = maxBytes;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    if (read >= 0) {
      see((byte) read);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    for (int i = offset; i < offset + read; i++) {
      if (text > 0) {
        long passed = Math.min(text, offset + read - i);
        text -= passed;
        i += (int) passed - 1;
      } else {
        see(bytes[i]);
      }
    }
    return read;
  }

  private void see(byte next) throws IOException {
    if (text > 0) {
      text--;
    } else if (type == 0) {
      type = (char) next;
      announced = 0;
      digits = 0;
    } else if (next == '\n') {
      endOfLine();
    } else if (next == '-' && digits == 0) {
      type = NOTHING_FOLLOWS;
    } else if ((type == '$' || type == '*') && next >= '0' && next <= '9') {
      announce(next - '0');
    }
  }

  private void announce(int digit) throws IOException {
    announced = announced * 10 + digit;
    long bytes = type == '*' ? announced * ELEMENT_BYTES : announced;
    if (++digits > MAX_DIGITS || bytes > maxBytes) {
      throw new AnswerTooLarge(maxBytes);
    }
  }

  private void endOfLine() {
    text = type == '$' && digits > 0 ? announced + 2 : 0;
    type = 0;
  }
}
