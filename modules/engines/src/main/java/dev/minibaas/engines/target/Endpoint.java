package dev.minibaas.engines.target;

/** A host as it was written, without the brackets of IPv6, and a port. */
public record Endpoint(String host, int port) {

  public Endpoint {
    if (port < 1 || port > 65535) {
      throw new InvalidTarget("the port must be between 1 and 65535");
    }
  }

  /** As it stands in a URL. */
  public String text() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
