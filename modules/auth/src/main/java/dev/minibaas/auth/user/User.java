package dev.minibaas.auth.user;

import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user, with what belongs to it.
 *
 * @param email lower case; empty when there is none, like phone, newEmail and newPhone
 * @param passwordHash empty when the user has no password
 */
public record User(
    UUID id,
    String audience,
    String role,
    String email,
    String phone,
    String newEmail,
    String newPhone,
    String passwordHash,
    boolean sso,
    boolean anonymous,
    JsonObject appMetadata,
    JsonObject userMetadata,
    Times times,
    List<Factor> factors,
    List<Identity> identities) {

  /** When things happened to a user. */
  public record Times(
      Instant created,
      Instant updated,
      @Nullable Instant emailConfirmed,
      @Nullable Instant phoneConfirmed,
      @Nullable Instant confirmed,
      @Nullable Instant invited,
      @Nullable Instant confirmationSent,
      @Nullable Instant recoverySent,
      @Nullable Instant emailChangeSent,
      @Nullable Instant phoneChangeSent,
      @Nullable Instant reauthenticationSent,
      @Nullable Instant lastSignIn,
      @Nullable Instant bannedUntil,
      @Nullable Instant deleted) {}

  /** A second factor; {@code json} is its public form. */
  public record Factor(String type, boolean verified, JsonObject json) {}

  public boolean isEmailConfirmed() {
    return times.emailConfirmed() != null;
  }

  public boolean isPhoneConfirmed() {
    return times.phoneConfirmed() != null;
  }

  public boolean isBanned(Instant now) {
    Instant until = times.bannedUntil();
    return until != null && now.isBefore(until);
  }

  public boolean hasVerifiedFactor() {
    return factors.stream().anyMatch(Factor::verified);
  }

  /** The user as clients see it: what is null is left out. */
  public JsonObject json() {
    JsonObjectBuilder json =
        JsonValues.object()
            .add("id", id.toString())
            .add("aud", audience)
            .add("role", role)
            .add("email", email);
    addContacts(json);
    json.add("app_metadata", appMetadata).add("user_metadata", userMetadata);
    addBelongings(json);
    Timestamps.addTo(json, "created_at", times.created());
    Timestamps.addTo(json, "updated_at", times.updated());
    Timestamps.addTo(json, "banned_until", times.bannedUntil());
    Timestamps.addTo(json, "deleted_at", times.deleted());
    return json.add("is_anonymous", anonymous).build();
  }

  private void addContacts(JsonObjectBuilder json) {
    Timestamps.addTo(json, "email_confirmed_at", times.emailConfirmed());
    Timestamps.addTo(json, "invited_at", times.invited());
    json.add("phone", phone);
    Timestamps.addTo(json, "phone_confirmed_at", times.phoneConfirmed());
    Timestamps.addTo(json, "confirmation_sent_at", times.confirmationSent());
    Timestamps.addTo(json, "confirmed_at", times.confirmed());
    Timestamps.addTo(json, "recovery_sent_at", times.recoverySent());
    if (!newEmail.isEmpty()) {
      json.add("new_email", newEmail);
    }
    Timestamps.addTo(json, "email_change_sent_at", times.emailChangeSent());
    if (!newPhone.isEmpty()) {
      json.add("new_phone", newPhone);
    }
    Timestamps.addTo(json, "phone_change_sent_at", times.phoneChangeSent());
    Timestamps.addTo(json, "reauthentication_sent_at", times.reauthenticationSent());
    Timestamps.addTo(json, "last_sign_in_at", times.lastSignIn());
  }

  private void addBelongings(JsonObjectBuilder json) {
    if (!factors.isEmpty()) {
      JsonArrayBuilder array = JsonValues.array();
      factors.forEach(factor -> array.add(factor.json()));
      json.add("factors", array);
    }
    JsonArrayBuilder array = JsonValues.array();
    identities.forEach(identity -> array.add(identity.json()));
    json.add("identities", array);
  }
}
