package dev.minibaas.auth.admin;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.request.GoDuration;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.user.Email;
import dev.minibaas.auth.user.Phone;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says of a user; null where nothing is said.
 *
 * @param email valid and in lower case
 * @param ban until when, or null inside for "none"
 */
record AdminForm(
    @Nullable UUID id,
    @Nullable String audience,
    @Nullable String role,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String password,
    @Nullable String passwordHash,
    boolean emailConfirm,
    boolean phoneConfirm,
    @Nullable JsonObject userMetadata,
    @Nullable JsonObject appMetadata,
    @Nullable Ban ban) {

  /** A ban until a moment, or, with null, its end. */
  record Ban(@Nullable Instant until) {}

  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  static AdminForm of(RequestBody body, Instant now) {
    String email = given(body, "email");
    String phone = given(body, "phone");
    return new AdminForm(
        id(given(body, "id")),
        given(body, "aud"),
        role(given(body, "role")),
        email == null ? null : Email.validated(email),
        phone == null ? null : Phone.validated(phone),
        body.textOrNull("password"),
        passwordHash(body),
        body.flag("email_confirm"),
        body.flag("phone_confirm"),
        body.objectOrNull("user_metadata"),
        body.objectOrNull("app_metadata"),
        ban(given(body, "ban_duration"), now));
  }

  private static @Nullable String given(RequestBody body, String name) {
    String text = body.text(name);
    return text.isEmpty() ? null : text;
  }

  private static @Nullable UUID id(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!UUIDS.matcher(text).matches()) {
      throw AuthFailure.invalid("ID must conform to the uuid v4 format");
    }
    UUID id = UUID.fromString(text);
    if (id.equals(new UUID(0, 0))) {
      throw AuthFailure.invalid("ID cannot be a nil uuid");
    }
    return id;
  }

  private static @Nullable String role(@Nullable String text) {
    return text == null ? null : text.strip();
  }

  private static @Nullable String passwordHash(RequestBody body) {
    String hash = given(body, "password_hash");
    if (hash == null) {
      return null;
    }
    if (body.has("password")) {
      throw AuthFailure.invalid("Only a password or a password hash should be provided");
    }
    if (!Passwords.isHash(hash)) {
      throw AuthFailure.invalid("The password hash is of an unknown kind");
    }
    return hash;
  }

  private static @Nullable Ban ban(@Nullable String duration, Instant now) {
    if (duration == null) {
      return null;
    }
    return new Ban(
        duration.equals("none") ? null : now.plus(GoDuration.parse(duration, "ban duration")));
  }
}
