package dev.minibaas.auth.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * By what an address is counted: of IPv6 the first 64 bits, since whoever has one address of a
 * network has them all.
 */
final class AddressKey {
  private static final int NETWORK_BYTES = 8;

  private AddressKey() {}

  static String of(@Nullable String address) {
    if (address == null || !address.matches("[0-9a-fA-F:.]{2,45}")) {
      return "unknown";
    }
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      // a literal with a colon is never looked up; an IPv4-mapped one comes back as IPv4
      InetAddress literal = InetAddress.getByName("[" + address + "]");
      return literal instanceof Inet6Address
          ? HexFormat.of().formatHex(literal.getAddress(), 0, NETWORK_BYTES)
          : literal.getHostAddress();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
