package dev.minibaas.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests byte by byte as written: what HTTP clients would correct or refuse. */
final class RawHttp {
  /**
   * @param headers names in lower case, in order
   */
  record Reply(int status, List<Map.Entry<String, String>> headers, String body) {

    List<String> all(String name) {
      return headers.stream()
          .filter(header -> header.getKey().equals(name.toLowerCase(Locale.ROOT)))
          .map(Map.Entry::getValue)
          .toList();
    }

    String first(String name) {
      List<String> values = all(name);
      return values.isEmpty() ? "" : values.getFirst();
    }
  }

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)");

  private RawHttp() {}

  /**
   * @param head request line and headers, a line each, without Connection
   * @param body sent as it is
   */
  static Reply send(URI server, String head, byte[] body) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(20_000);
      String host = head.contains("Host:") ? "" : "\nHost: localhost";
      String lines = head.strip() + host + "\nConnection: close\n\n";
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.write(lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      request.write(body);
      try {
        socket.getOutputStream().write(request.toByteArray());
        socket.getOutputStream().flush();
      } catch (SocketException e) {
        // the server has answered and closed before it had read everything
      }
      return parse(read(socket.getInputStream()));
    }
  }

  static Reply send(URI server, String head) throws IOException {
    return send(server, head, new byte[0]);
  }

  /** One chunk and the end. */
  static byte[] chunked(byte[] content) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write((Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    body.write(content);
    body.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }

  /** Until the declared length is there: a server may wait for a body that never comes. */
  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[8_192];
    try {
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        all.write(part, 0, read);
        if (isComplete(all.toString(StandardCharsets.ISO_8859_1))) {
          break;
        }
      }
    } catch (SocketException e) {
      // a reset after the response: what came before it counts
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static boolean isComplete(String received) {
    String text = received.startsWith("HTTP/1.1 100") ? after(received) : received;
    Matcher length = LENGTH.matcher(before(text));
    return text.contains("\r\n\r\n")
        && length.find()
        && after(text).length() >= Integer.parseInt(length.group(1));
  }

  private static Reply parse(String text) {
    String response = text.startsWith("HTTP/1.1 100") ? after(text) : text;
    String[] lines = before(response).split("\r\n");
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.add(
          Map.entry(
              lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
              lines[i].substring(colon + 1).strip()));
    }
    int status = lines[0].isEmpty() ? 0 : Integer.parseInt(lines[0].split(" ")[1]);
    return new Reply(status, headers, after(response));
  }

  private static String before(String response) {
    int end = response.indexOf("\r\n\r\n");
    return end < 0 ? response : response.substring(0, end);
  }

  private static String after(String response) {
    int end = response.indexOf("\r\n\r\n");
    return end < 0 ? "" : response.substring(end + 4);
  }
}
