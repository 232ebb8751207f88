package dev.minibaas.engines.target;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a registered database may have: public ones, and those of the networks that the
 * operator allows. An IPv6 address that stands for an IPv4 one is tested as that one.
 */
final class AddressRules {
  /** IANA's registries of special-purpose addresses, both families. */
  private static final List<Network> CLOSED =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          "::/8",
          "64:ff9b:1::/48",
          "100::/64",
          "2001::/23",
          "2001:db8::/32",
          "3fff::/20",
          "5f00::/16",
          "fc00::/7",
          "fe80::/9",
          "ff00::/8");

  /** Where clouds tell a machine its secrets: opened by naming the single address only. */
  private static final List<Network> METADATA =
      networks(
          "169.254.169.254",
          "169.254.170.2",
          "169.254.170.23",
          "169.254.0.0/16",
          "100.100.100.200",
          "168.63.129.16",
          "192.0.0.192",
          "fd00:ec2::254",
          "fd00:ec2::23",
          "fd20:ce::254",
          "fe80::a9fe:a9fe");

  private static final Network NAT64 = Network.of("64:ff9b::/96");
  private static final Network SIX_TO_FOUR = Network.of("2002::/16");
  private static final Network MAPPED = Network.of("::/80");

  private final List<Network> allowed;

  AddressRules(List<Network> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::of).toList();
  }

  boolean permits(InetAddress address) {
    byte[] bytes = meant(address.getAddress());
    if (contains(METADATA, bytes)) {
      return allowed.stream().anyMatch(network -> network.isSingle() && network.contains(bytes));
    }
    return !contains(CLOSED, bytes) || contains(allowed, bytes);
  }

  private static boolean contains(List<Network> networks, byte[] address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /** The IPv4 address inside of an IPv6 one, where the network would take it for that. */
  private static byte[] meant(byte[] address) {
    if (address.length != 16) {
      return address;
    }
    if (SIX_TO_FOUR.contains(address)) {
      return Arrays.copyOfRange(address, 2, 6);
    }
    boolean isEmbedded =
        NAT64.contains(address) || (MAPPED.contains(address) && !isUnspecifiedOrLoopback(address));
    return isEmbedded ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  private static boolean isUnspecifiedOrLoopback(byte[] address) {
    for (int i = 0; i < 15; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[15] == 0 || address[15] == 1;
  }
}
