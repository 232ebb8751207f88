package dev.minibaas.benchmarks.http;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is asked.
 *
 * @param prefix what stands before a call's path
 * @param headers of every request
 */
public record Target(
    String name, String host, int port, String prefix, Map<String, String> headers) {

  public static Target of(String name, URI url, String prefix, Map<String, String> headers) {
    String path = url.getPath() == null ? "" : url.getPath().replaceAll("/+$", "");
    int port = url.getPort() < 0 ? 80 : url.getPort();
    return new Target(name, url.getHost(), port, path + prefix, headers);
  }

  /** The same, asked in the name of whom the token names. */
  public Target as(String token) {
    Map<String, String> others = new HashMap<>(headers);
    others.put("Authorization", "Bearer " + token);
    return new Target(name, host, port, prefix, Map.copyOf(others));
  }
}
