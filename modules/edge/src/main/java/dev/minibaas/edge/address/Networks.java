package dev.minibaas.edge.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A set of addresses and CIDR networks, IPv4 and IPv6. */
public final class Networks {
  /** The first {@code bits} bits of an address. */
  private record Network(byte[] prefix, int bits) {

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / 8;
      for (int i = 0; i < whole; i++) {
        if (address[i] != prefix[i]) {
          return false;
        }
      }
      int rest = bits % 8;
      return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xFF) >>> (8 - rest) == 0;
    }
  }

  private final List<Network> networks;

  private Networks(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * @throws IllegalArgumentException naming the entry that is neither an address nor a network
   */
  public static Networks of(List<String> entries) {
    List<Network> networks = new ArrayList<>();
    for (String entry : entries) {
      networks.add(parse(entry));
    }
    return new Networks(List.copyOf(networks));
  }

  private static Network parse(String entry) {
    int slash = entry.indexOf('/');
    byte[] prefix = bytes(slash < 0 ? entry : entry.substring(0, slash));
    if (prefix != null) {
      try {
        int all = prefix.length * 8;
        int bits = slash < 0 ? all : Integer.parseInt(entry, slash + 1, entry.length(), 10);
        if (bits >= 0 && bits <= all) {
          return new Network(prefix, bits);
        }
      } catch (NumberFormatException e) {
        // refused below, like a length out of range
      }
    }
    throw new IllegalArgumentException(
        "\"" + entry + "\" is neither an IP address nor a network such as 10.0.0.0/8");
  }

  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /** Whether a literal address is in the set; what isn't an address is not. */
  public boolean contains(String address) {
    byte[] bytes = bytes(address);
    if (bytes == null) {
      return false;
    }
    for (Network network : networks) {
      if (network.contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a text is a literal IP address, without a port. */
  static boolean isAddress(String text) {
    return bytes(text) != null;
  }

  private static byte @Nullable [] bytes(String literal) {
    return literal.indexOf(':') >= 0 ? bytesOfV6(literal) : bytesOfV4(literal);
  }

  private static byte @Nullable [] bytesOfV4(String literal) {
    byte[] bytes = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i <= literal.length(); i++) {
      char c = i < literal.length() ? literal.charAt(i) : '.';
      if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + c - '0';
        if (value > 255) {
          return null;
        }
      } else if (c == '.' && value >= 0 && part < 4) {
        bytes[part++] = (byte) value;
        value = -1;
      } else {
        return null;
      }
    }
    return part == 4 ? bytes : null;
  }

  private static byte @Nullable [] bytesOfV6(String literal) {
    int zone = literal.indexOf('%');
    String address = zone < 0 ? literal : literal.substring(0, zone);
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return null;
      }
    }
    try {
      // a literal with a colon is never looked up; an IPv4-mapped one comes back as IPv4
      return InetAddress.getByName("[" + address + "]").getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
