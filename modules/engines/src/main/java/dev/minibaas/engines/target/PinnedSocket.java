package dev.minibaas.engines.target;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket that connects to one tested address, whatever it is told, and that reads no more than a
 * limit after each request: a server of somebody else's must not fill this one's memory.
 */
public final class PinnedSocket extends Socket {
  private final InetSocketAddress pinned;
  private final long maxAnswerBytes;
  private volatile long answered;
  private @Nullable InputStream in;
  private @Nullable OutputStream out;

  public PinnedSocket(InetSocketAddress pinned, long maxAnswerBytes) {
    this.pinned = pinned;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    super.connect(pinned, 0);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    super.connect(pinned, timeout);
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    InputStream counting = in;
    if (counting == null) {
      counting = new Answer(super.getInputStream());
      in = counting;
    }
    return counting;
  }

  @Override
  public synchronized OutputStream getOutputStream() throws IOException {
    OutputStream request = out;
    if (request == null) {
      request = new Request(super.getOutputStream());
      out = request;
    }
    return request;
  }

  private final class Answer extends FilterInputStream {

    Answer(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int bytes) throws IOException {
      answered += bytes;
      if (answered > maxAnswerBytes) {
        throw new AnswerTooLarge(maxAnswerBytes);
      }
    }
  }

  private final class Request extends FilterOutputStream {

    Request(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      answered = 0;
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      answered = 0;
      out.write(bytes, offset, length);
    }
  }
}
