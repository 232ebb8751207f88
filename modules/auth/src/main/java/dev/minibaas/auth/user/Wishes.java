package dev.minibaas.auth.user;

import dev.minibaas.auth.pkce.Challenge;
import dev.minibaas.auth.request.RequestBody;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks to change: null where nothing is asked for, or where it is so already.
 *
 * @param email valid and in lower case
 * @param phone digits
 * @param currentPassword the one that {@code password} takes the place of; empty when not told
 * @param nonce the code of a reauthentication; empty for none
 * @param challenge null for a flow without PKCE
 */
record Wishes(
    @Nullable String email,
    @Nullable String phone,
    @Nullable String password,
    @Nullable JsonObject data,
    @Nullable JsonObject appMetadata,
    String currentPassword,
    String nonce,
    @Nullable Challenge challenge) {

  static Wishes of(RequestBody body, User user) {
    String email = body.text("email");
    String valid = email.isEmpty() ? "" : Email.validated(email);
    String phone = body.text("phone");
    return new Wishes(
        changed(valid, user.email()),
        changed(phone.isEmpty() ? "" : Phone.validated(phone), user.phone()),
        body.textOrNull("password"),
        body.objectOrNull("data"),
        body.objectOrNull("app_metadata"),
        body.text("current_password"),
        body.text("nonce"),
        Challenge.of(body));
  }

  private static @Nullable String changed(String wished, String current) {
    return wished.isEmpty() || wished.equals(current) ? null : wished;
  }

  /** Whether it is about how the user logs in. */
  boolean changesLogin() {
    return email != null || phone != null || password != null;
  }
}
