package dev.minibaas.edge.address;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Finds a request's client: the peer, unless the peer is a trusted proxy, which speaks for another.
 *
 * <p>Without trusted proxies {@code X-Forwarded-For} and {@code X-Real-IP} mean nothing: anyone can
 * send them, and a limit per address would be void.
 */
public final class ClientAddress {
  private final Networks trusted;

  public ClientAddress(Networks trusted) {
    this.trusted = trusted;
  }

  /** Whether the peer may say who the client is. */
  public boolean trusts(HttpServletRequest request) {
    return !trusted.isEmpty() && trusted.contains(request.getRemoteAddr());
  }

  /** The nearest address of the chain that isn't a trusted proxy. */
  public String of(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    if (trusted.isEmpty() || !trusted.contains(peer)) {
      return peer;
    }
    String chain = join(request.getHeaders("X-Forwarded-For"));
    if (chain != null) {
      return lastUntrusted(chain, peer);
    }
    String real = request.getHeader("X-Real-IP");
    return real != null && Networks.isAddress(real.strip()) ? real.strip() : peer;
  }

  private String lastUntrusted(String chain, String peer) {
    String client = peer;
    int end = chain.length();
    while (end >= 0) {
      int comma = chain.lastIndexOf(',', end - 1);
      String hop = withoutPort(chain.substring(comma + 1, end).strip());
      if (!Networks.isAddress(hop)) {
        return client;
      }
      client = hop;
      if (comma < 0 || !trusted.contains(hop)) {
        return client;
      }
      end = comma;
    }
    return client;
  }

  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? hop : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  private static @Nullable String join(@Nullable Enumeration<String> values) {
    if (values == null || !values.hasMoreElements()) {
      return null;
    }
    String joined = values.nextElement();
    while (values.hasMoreElements()) {
      joined = joined + "," + values.nextElement();
    }
    return joined;
  }
}
