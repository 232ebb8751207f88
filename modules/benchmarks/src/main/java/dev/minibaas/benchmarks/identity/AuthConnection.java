package dev.minibaas.benchmarks.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.benchmarks.stack.Stack;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One kept-alive connection to the auth service, with as little of a client as there can be. */
final class AuthConnection implements AutoCloseable {
  private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
  private static final Pattern REFRESH_TOKEN = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

  private final String head;
  private final Socket socket;
  private final InputStream in;

  AuthConnection(Stack stack) throws IOException {
    String host = stack.baseUrl().getHost();
    this.socket = new Socket(host, stack.port());
    this.socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
    this.head =
        " HTTP/1.1\r\nHost: %s:%d\r\napikey: %s\r\nContent-Type: application/json\r\n"
            .formatted(host, stack.port(), stack.anonKey());
  }

  /** What came back. */
  record Answer(int status, String body) {

    /** The session's refresh token, of an answer that has one. */
    String refreshToken() {
      return found(REFRESH_TOKEN);
    }

    /** The session's access token, of an answer that has one. */
    String accessToken() {
      return found(ACCESS_TOKEN);
    }

    private String found(Pattern token) {
      Matcher matcher = token.matcher(body);
      if (status != 200 || !matcher.find()) {
        throw new IllegalStateException("no session: " + status + " " + body);
      }
      return matcher.group(1);
    }
  }

  Answer post(String path, String json) throws IOException {
    int length = json.getBytes(UTF_8).length;
    return send("POST " + path + head + "Content-Length: " + length + "\r\n\r\n" + json);
  }

  Answer get(String path, String accessToken) throws IOException {
    return send("GET " + path + head + "Authorization: Bearer " + accessToken + "\r\n\r\n");
  }

  private Answer send(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(UTF_8));
    int status = Integer.parseInt(line().split(" ")[1]);
    int length = -1;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    return new Answer(status, chunked ? chunks() : text(Math.max(length, 0)));
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int size = Integer.parseInt(line(), 16); ; size = Integer.parseInt(line(), 16)) {
      body.append(text(size));
      line();
      if (size == 0) {
        return body.toString();
      }
    }
  }

  private String text(int length) throws IOException {
    return new String(in.readNBytes(length), UTF_8);
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
    return new String(line.toString().getBytes(ISO_8859_1), UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
