package dev.minibaas.auth.user;

import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A way in which a user is known to a provider.
 *
 * @param id the row
 * @param providerId the subject at the provider; clients see it as {@code id}
 */
public record Identity(
    UUID id,
    UUID userId,
    String provider,
    String providerId,
    JsonObject data,
    @Nullable String email,
    @Nullable Instant lastSignInAt,
    Instant createdAt,
    Instant updatedAt) {

  JsonObject json() {
    JsonObjectBuilder json =
        JsonValues.object()
            .add("identity_id", id.toString())
            .add("id", providerId)
            .add("user_id", userId.toString())
            .add("identity_data", data)
            .add("provider", provider);
    Timestamps.addTo(json, "last_sign_in_at", lastSignInAt);
    Timestamps.addTo(json, "created_at", createdAt);
    Timestamps.addTo(json, "updated_at", updatedAt);
    if (email != null && !email.isEmpty()) {
      json.add("email", email);
    }
    return json.build();
  }
}
