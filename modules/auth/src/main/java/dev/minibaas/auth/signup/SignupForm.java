package dev.minibaas.auth.signup;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.user.Email;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * What somebody who signs up filled in.
 *
 * @param email lower case; empty for an anonymous signup
 * @param data becomes part of the user's metadata
 */
record SignupForm(String email, String password, JsonObject data) {

  static SignupForm of(RequestBody body) {
    String email = body.text("email");
    String phone = body.text("phone");
    JsonObject data = body.objectOrNull("data");
    if (!phone.isEmpty() && !email.isEmpty()) {
      throw AuthFailure.invalid(
          "Only an email address or phone number should be provided on signup.");
    }
    if (!phone.isEmpty()) {
      throw AuthFailure.badRequest(ErrorCode.PHONE_PROVIDER_DISABLED, "Phone signups are disabled");
    }
    return new SignupForm(
        email, body.text("password"), data == null ? JsonValue.EMPTY_JSON_OBJECT : data);
  }

  /** Neither an address nor a number. */
  boolean isAnonymous() {
    return email.isEmpty();
  }

  /** The form with a valid address in its one form and a password that isn't empty. */
  SignupForm validated() {
    if (password.isEmpty()) {
      throw AuthFailure.invalid("Signup requires a valid password");
    }
    return new SignupForm(Email.validated(email), password, data);
  }
}
