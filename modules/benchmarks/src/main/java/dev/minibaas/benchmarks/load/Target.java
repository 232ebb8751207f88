package dev.minibaas.benchmarks.load;

import java.net.URI;
import java.util.Map;

/**
 * Who is asked.
 *
 * @param prefix what stands before a call's path
 * @param headers of every request
 */
record Target(String name, String host, int port, String prefix, Map<String, String> headers) {

  static Target of(String name, URI url, String prefix, Map<String, String> headers) {
    String path = url.getPath() == null ? "" : url.getPath().replaceAll("/+$", "");
    int port = url.getPort() < 0 ? 80 : url.getPort();
    return new Target(name, url.getHost(), port, path + prefix, headers);
  }
}
