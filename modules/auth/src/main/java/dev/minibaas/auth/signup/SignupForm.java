package dev.minibaas.auth.signup;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.pkce.Challenge;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.user.Email;
import dev.minibaas.auth.user.Phone;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who signs up filled in.
 *
 * @param email lower case; empty for a number or an anonymous signup
 * @param phone digits; empty for an address or an anonymous signup
 * @param data becomes part of the user's metadata
 * @param challenge null for a flow without PKCE
 */
record SignupForm(
    String email, String phone, String password, JsonObject data, @Nullable Challenge challenge) {

  static SignupForm of(RequestBody body) {
    String email = body.text("email");
    String phone = body.text("phone");
    JsonObject data = body.objectOrNull("data");
    if (!phone.isEmpty() && !email.isEmpty()) {
      throw AuthFailure.invalid(
          "Only an email address or phone number should be provided on signup.");
    }
    return new SignupForm(
        email,
        phone,
        body.text("password"),
        data == null ? JsonValue.EMPTY_JSON_OBJECT : data,
        Challenge.of(body));
  }

  /** Neither an address nor a number. */
  boolean isAnonymous() {
    return email.isEmpty() && phone.isEmpty();
  }

  /** The form with a valid address or number in its one form and a password that isn't empty. */
  SignupForm validated() {
    if (password.isEmpty()) {
      throw AuthFailure.invalid("Signup requires a valid password");
    }
    return new SignupForm(
        email.isEmpty() ? "" : Email.validated(email),
        phone.isEmpty() ? "" : Phone.validated(phone),
        password,
        data,
        challenge);
  }
}
