package dev.minibaas.engines.target;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host's name into its addresses. */
@FunctionalInterface
public interface Resolver {

  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** The operating system's. */
  static Resolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
