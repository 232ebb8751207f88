package dev.minibaas.auth.request;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.edge.address.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Who calls, by address. */
public final class PeerAddress {
  private PeerAddress() {}

  /**
   * What the configured header says, which is then the gateway's affair; without one the peer, or
   * whom it speaks for when it is a trusted proxy.
   */
  public static @Nullable String of(HttpServletRequest request, AuthConfig config) {
    String header = config.addressHeader();
    String told = header.isEmpty() ? null : request.getHeader(header);
    return told == null
        ? new ClientAddress(config.rateConfig().trustedProxies()).of(request)
        : told.split(",", 2)[0].strip();
  }
}
