package dev.minibaas.acceptance.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that no HTTP library would send: the bytes as given, on a connection of their own. */
public final class RawRequest {
  private static final int TIMEOUT_MILLIS = 60_000;

  private RawRequest() {}

  /**
   * Sends bytes and reads what the server says until it closes the connection; the request asks for
   * that by {@code Connection: close}.
   *
   * @param head request line and headers without the empty line, one character a byte
   */
  public static Answer send(URI base, String head, byte[] body) {
    String name = head.lines().findFirst().orElse("");
    String shown = name.length() > 120 ? name.substring(0, 120) + "…" : name;
    try (var socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      write(socket, (head + "\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1), body);
      return answer(shown, read(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(shown + " got no answer: " + e, e);
    }
  }

  /** A server may answer and close before it has read everything: the rest is then unwanted. */
  private static void write(Socket socket, byte[] head, byte[] body) throws IOException {
    OutputStream out = socket.getOutputStream();
    try {
      out.write(head);
      out.write(body);
      out.flush();
    } catch (IOException e) {
      if (socket.getInputStream().available() == 0) {
        throw e;
      }
    }
  }

  private static byte[] read(InputStream in) throws IOException {
    var all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // reset after the answer, because part of the request was never read
      if (all.size() == 0) {
        throw e;
      }
    }
    return all.toByteArray();
  }

  private static Answer answer(String request, byte[] bytes) throws IOException {
    String text = new String(bytes, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (!text.startsWith("HTTP/1.") || end < 0) {
      throw new IOException("no HTTP answer but " + bytes.length + " bytes");
    }
    List<String> lines = text.substring(0, end).lines().toList();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines.getFirst().split(" ", 3)[1]);
    byte[] body = text.substring(end + 4).getBytes(ISO_8859_1);
    boolean chunked = headers.toString().toLowerCase(java.util.Locale.ROOT).contains("chunked");
    return new Answer(request, status, headers, chunked ? unchunked(body) : body);
  }

  private static byte[] unchunked(byte[] body) {
    String rest = new String(body, ISO_8859_1);
    var all = new StringBuilder();
    while (!rest.isEmpty()) {
      int line = rest.indexOf("\r\n");
      int size = Integer.parseInt(rest.substring(0, line).strip(), 16);
      if (size == 0) {
        break;
      }
      all.append(rest, line + 2, line + 2 + size);
      rest = rest.substring(line + 2 + size + 2);
    }
    return all.toString().getBytes(ISO_8859_1);
  }
}
