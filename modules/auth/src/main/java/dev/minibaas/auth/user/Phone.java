package dev.minibaas.auth.user;

import dev.minibaas.auth.error.AuthFailure;
import java.util.regex.Pattern;

/** Phone numbers: E.164 without its plus sign, as GoTrue keeps them. */
public final class Phone {
  private static final Pattern E164 = Pattern.compile("[1-9][0-9]{1,14}");

  private Phone() {}

  /** The number's digits, or 400 {@code validation_failed}. */
  public static String validated(String number) {
    String digits = digits(number);
    if (!E164.matcher(digits).matches()) {
      throw AuthFailure.invalid("Invalid phone number format (E.164 required)");
    }
    return digits;
  }

  /** The form in which numbers are compared. */
  public static String digits(String number) {
    return number.replace(" ", "").replace("+", "");
  }
}
