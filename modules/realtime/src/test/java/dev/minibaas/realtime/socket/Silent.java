package dev.minibaas.realtime.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;

/** A client that listens and says nothing, not even what every client of WebSockets should. */
final class Silent implements AutoCloseable {
  private static final int CLOSE = 8;
  private static final int PING = 9;

  private final Socket socket;
  private final DataInputStream in;
  private int pings;

  Silent(int port, String path) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(10_000);
    in = new DataInputStream(socket.getInputStream());
    String request =
        "GET /realtime/v1%s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n".formatted(path)
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
  }

  /** Reads on until the server closes. */
  int closeCode() throws IOException {
    while (true) {
      int type = in.readUnsignedByte() & 0x0f;
      byte[] payload = new byte[in.readUnsignedByte()];
      in.readFully(payload);
      if (type == CLOSE) {
        return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
      }
      pings += type == PING ? 1 : 0;
    }
  }

  int pings() {
    return pings;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
