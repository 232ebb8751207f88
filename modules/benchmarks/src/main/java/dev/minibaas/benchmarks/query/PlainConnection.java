package dev.minibaas.benchmarks.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.benchmarks.stack.Stack;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;

/** One kept-alive connection, with as little of a client as there can be. */
final class PlainConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final String head;

  PlainConnection(Stack stack, String token) throws IOException {
    String host = stack.baseUrl().getHost();
    socket = new Socket(host, stack.port());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 16_384);
    head =
        " HTTP/1.1\r\nHost: %s:%d\r\napikey: %s\r\nAuthorization: Bearer %s\r\n"
                .formatted(host, stack.port(), stack.anonKey(), token)
            + "Content-Type: application/json\r\nContent-Length: ";
  }

  /** The body of the answer, which must be a good one of known length. */
  String post(String path, String json) throws IOException {
    String request = "POST " + path + head + json.length() + "\r\n\r\n" + json;
    socket.getOutputStream().write(request.getBytes(UTF_8));
    String status = line();
    int length = -1;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
    }
    String body = new String(in.readNBytes(Math.max(length, 0)), UTF_8);
    if (!status.contains(" 200 ") || length < 0) {
      throw new IllegalStateException(status + ": " + body);
    }
    return body;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
