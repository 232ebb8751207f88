package dev.minibaas.benchmarks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * One HTTP request.
 *
 * @param path below the API's root, with the query
 * @param headers beside those that every request has
 * @param body empty for none
 */
public record Call(String method, String path, Map<String, String> headers, String body) {

  public static Call get(String path) {
    return new Call("GET", path, Map.of(), "");
  }

  public static Call post(String path, String body) {
    return new Call("POST", path, Map.of(), body);
  }

  /** The same with these headers. */
  public Call with(Map<String, String> others) {
    return new Call(method, path, others, body);
  }

  /** The bytes that travel to {@code target}. */
  public byte[] bytes(Target target) {
    StringBuilder text = new StringBuilder(2048);
    text.append(method).append(' ').append(target.prefix()).append(path).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(target.host()).append(':').append(target.port()).append("\r\n");
    target.headers().forEach((name, value) -> header(text, name, value));
    headers.forEach((name, value) -> header(text, name, value));
    byte[] content = body.getBytes(UTF_8);
    if (content.length > 0) {
      header(text, "Content-Type", "application/json");
      header(text, "Content-Length", Integer.toString(content.length));
    }
    byte[] head = text.append("\r\n").toString().getBytes(UTF_8);
    byte[] all = new byte[head.length + content.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return all;
  }

  private static void header(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }
}
