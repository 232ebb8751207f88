package dev.minibaas.auth.user;

import dev.minibaas.auth.error.AuthFailure;
import java.util.Locale;
import java.util.regex.Pattern;

/** E-mail addresses: what counts as one, and the form in which they are kept and compared. */
public final class Email {
  private static final int MAX_LENGTH = 255;

  /** The HTML standard's "valid e-mail address": ASCII only, so an address has one form. */
  private static final Pattern FORMAT =
      Pattern.compile(
          "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]++@"
              + "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");

  private Email() {}

  /** The address in lower case, or 400 {@code validation_failed}. */
  public static String validated(String address) {
    if (address.isEmpty()) {
      throw AuthFailure.invalid("An email address is required");
    }
    if (address.length() > MAX_LENGTH) {
      throw AuthFailure.invalid("An email address is too long");
    }
    if (!FORMAT.matcher(address).matches()) {
      throw AuthFailure.invalid("Unable to validate email address: invalid format");
    }
    return folded(address);
  }

  /** The form in which addresses are compared. */
  public static String folded(String address) {
    return address.toLowerCase(Locale.ROOT);
  }
}
