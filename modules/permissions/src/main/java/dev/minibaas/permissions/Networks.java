package dev.minibaas.permissions;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Networks as PostgreSQL's {@code cidr} takes them: no bit set beyond the prefix. */
final class Networks {
  private static final Pattern VERSION_4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(\\.|(?=/|$))){4}(/[0-9]{1,2})?");

  private Networks() {}

  static boolean isNetwork(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (address.indexOf(':') < 0 && !VERSION_4.matcher(text).matches()) {
      return false;
    }
    try {
      // digits, dots and colons only: nothing is looked up
      byte[] bytes = InetAddress.getByName(address).getAddress();
      int bits = bytes.length * 8;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      return prefix <= bits && isEmptyAfter(bytes, prefix);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isEmptyAfter(byte[] bytes, int prefix) {
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      if ((bytes[bit / 8] >> (7 - bit % 8) & 1) == 1) {
        return false;
      }
    }
    return true;
  }
}
