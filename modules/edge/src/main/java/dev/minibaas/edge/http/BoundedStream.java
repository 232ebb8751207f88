package dev.minibaas.edge.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** Counts what is read of a body and stops at the limit. */
final class BoundedStream extends ServletInputStream {
  /** What happens when the limit is passed. */
  @FunctionalInterface
  interface Overflow {
    void happened() throws IOException;
  }

  private final ServletInputStream body;
  private final long limit;
  private final Overflow overflow;
  private long count;

  BoundedStream(ServletInputStream body, long limit, Overflow overflow) {
    this.body = body;
    this.limit = limit;
    this.overflow = overflow;
  }

  @Override
  public int read() throws IOException {
    int read = body.read();
    if (read >= 0) {
      count(1);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = body.read(bytes, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  private void count(int read) throws IOException {
    boolean first = count <= limit;
    count += read;
    if (count > limit) {
      if (first) {
        overflow.happened();
      }
      throw new BodyTooLarge(limit);
    }
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public boolean isFinished() {
    return body.isFinished();
  }

  @Override
  public boolean isReady() {
    return body.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    body.setReadListener(listener);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
