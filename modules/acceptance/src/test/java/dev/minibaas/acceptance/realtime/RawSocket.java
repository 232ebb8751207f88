package dev.minibaas.acceptance.realtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.acceptance.http.Api;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;

/** A WebSocket by hand: it does nothing by itself, so it can do everything wrong. */
final class RawSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int LAST = 0x80;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** What the server has sent. */
  record Frame(int type, byte[] payload) {
    String text() {
      return new String(payload, UTF_8);
    }

    int closeCode() {
      return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }
  }

  /**
   * @param path with its query
   * @param headers further ones, each with its line's end
   */
  RawSocket(Api api, String path, String... headers) throws IOException {
    URI base = api.base();
    socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(60_000);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                .formatted(path, base.getAuthority())
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            + String.join("", headers)
            + "\r\n";
    out.write(request.getBytes(ISO_8859_1));
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      socket.close();
      throw new IOException("refused: " + head);
    }
  }

  /** The mask is of zeros, so the payload goes as it is. */
  RawSocket send(int type, boolean isLast, byte... payload) throws IOException {
    out.writeByte(type | (isLast ? LAST : 0));
    if (payload.length < SHORT_LENGTH) {
      out.writeByte(MASKED | payload.length);
    } else if (payload.length <= 0xffff) {
      out.writeByte(MASKED | SHORT_LENGTH);
      out.writeShort(payload.length);
    } else {
      out.writeByte(MASKED | LONG_LENGTH);
      out.writeLong(payload.length);
    }
    out.writeInt(0);
    out.write(payload);
    return this;
  }

  /** Waits for it. */
  Frame next() throws IOException {
    int type = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte();
    if (length == SHORT_LENGTH) {
      length = in.readUnsignedShort();
    } else if (length == LONG_LENGTH) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(type, payload);
  }

  /** The next one of that type. */
  Frame next(int type) throws IOException {
    Frame frame = next();
    while (frame.type() != type) {
      frame = next();
    }
    return frame;
  }

  /** Whether the server ends the connection, also if the client doesn't. */
  boolean ends() {
    try {
      while (true) {
        in.readByte();
      }
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
