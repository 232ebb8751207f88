package dev.minibaas.engines.target;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The first {@code bits} bits of an address, IPv4 or IPv6. */
record Network(byte[] prefix, int bits) {

  /**
   * @param text {@code 10.0.0.0/8}, {@code fd00::/8} or a single address
   * @throws IllegalArgumentException when it is neither
   */
  static Network of(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      try {
        byte[] prefix = InetAddress.getByName(address).getAddress();
        int all = prefix.length * 8;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits >= 0 && bits <= all) {
          return new Network(prefix, bits);
        }
      } catch (UnknownHostException | NumberFormatException e) {
        // refused below, like a length out of range
      }
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is neither an IP address nor a network such as 10.0.0.0/8");
  }

  boolean isSingle() {
    return bits == prefix.length * 8;
  }

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
