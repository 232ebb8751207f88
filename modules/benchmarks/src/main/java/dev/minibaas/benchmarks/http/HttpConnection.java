package dev.minibaas.benchmarks.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * One keep-alive connection with one request under way. It reads no more of an answer than its end
 * takes to find: a generator on the same machine must not cost what it measures.
 */
final class HttpConnection implements AutoCloseable {
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
  private static final byte[] LAST_CHUNK = {'\r', '\n', '0', '\r', '\n', '\r', '\n'};
  private static final byte[] CONTENT_LENGTH = "\r\ncontent-length:".getBytes(ISO_8859_1);
  private static final byte[] CLOSE = "\r\nconnection: close".getBytes(ISO_8859_1);
  private static final int UNKNOWN = -1;

  private final SocketChannel channel;
  private ByteBuffer answer = ByteBuffer.allocate(64 * 1024);
  private ByteBuffer request = ByteBuffer.allocate(0);
  private int bodyStart = UNKNOWN;
  private int end = UNKNOWN;
  private long sentAt;

  HttpConnection(Target target) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(target.host(), target.port()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
  }

  SocketChannel channel() {
    return channel;
  }

  /** Returns whether all of it left at once. */
  boolean send(byte[] bytes) throws IOException {
    request = ByteBuffer.wrap(bytes);
    answer.clear();
    bodyStart = UNKNOWN;
    end = UNKNOWN;
    sentAt = System.nanoTime();
    return sendRest();
  }

  boolean sendRest() throws IOException {
    channel.write(request);
    return !request.hasRemaining();
  }

  long sentAt() {
    return sentAt;
  }

  /** Takes what has arrived and returns whether the answer is complete. */
  boolean receive() throws IOException {
    if (!answer.hasRemaining()) {
      answer = ByteBuffer.allocate(answer.capacity() * 4).put(answer.flip());
    }
    if (channel.read(answer) < 0) {
      throw new EOFException("the server closed a connection that it was to keep");
    }
    if (bodyStart == UNKNOWN) {
      readHead();
    }
    if (bodyStart == UNKNOWN) {
      return false;
    }
    return end == UNKNOWN ? endsWithLastChunk() : answer.position() >= end;
  }

  private void readHead() {
    int headEnd = indexOf(HEAD_END, answer.position());
    if (headEnd < 0) {
      return;
    }
    bodyStart = headEnd + HEAD_END.length;
    int field = indexOf(CONTENT_LENGTH, headEnd);
    if (field >= 0) {
      end = bodyStart + number(field + CONTENT_LENGTH.length);
    } else if (status() == 204 || status() == 304) {
      end = bodyStart;
    }
  }

  /** Of what was searched for in lower case, wherever the answer has it in any. */
  private int indexOf(byte[] lowerCase, int until) {
    byte[] bytes = answer.array();
    for (int i = 0; i <= until - lowerCase.length; i++) {
      int j = 0;
      while (j < lowerCase.length && lower(bytes[i + j]) == lowerCase[j]) {
        j++;
      }
      if (j == lowerCase.length) {
        return i;
      }
    }
    return -1;
  }

  private static byte lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? (byte) (letter + 32) : letter;
  }

  private int number(int from) {
    byte[] bytes = answer.array();
    int number = 0;
    for (int i = from; bytes[i] != '\r'; i++) {
      if (bytes[i] != ' ') {
        number = number * 10 + bytes[i] - '0';
      }
    }
    return number;
  }

  private boolean endsWithLastChunk() {
    int from = answer.position() - LAST_CHUNK.length;
    return from >= bodyStart - HEAD_END.length
        && Arrays.equals(answer.array(), from, answer.position(), LAST_CHUNK, 0, LAST_CHUNK.length);
  }

  int status() {
    byte[] bytes = answer.array();
    return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
  }

  /** Whether the answer is the connection's last one, as Liberty's are that refuse. */
  boolean isLast() {
    return status() >= 300 && indexOf(CLOSE, bodyStart) >= 0;
  }

  /** The answer as it came, for checks and messages. */
  String text() {
    return new String(answer.array(), 0, answer.position(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
