package dev.minibaas.auth.passkey;

import dev.minibaas.auth.entity.WebAuthnCredentialEntity;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.user.Timestamps;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** A passkey as clients see it: neither its credential's id nor its key. */
final class PasskeyJson {
  private PasskeyJson() {}

  static JsonObject of(WebAuthnCredentialEntity passkey) {
    JsonObjectBuilder json = JsonValues.object().add("id", passkey.id().toString());
    if (!passkey.friendlyName().isEmpty()) {
      json.add("friendly_name", passkey.friendlyName());
    }
    Timestamps.addTo(json, "created_at", passkey.createdAt());
    Timestamps.addTo(json, "last_used_at", passkey.lastUsedAt());
    return json.build();
  }

  static JsonArray of(List<WebAuthnCredentialEntity> passkeys) {
    JsonArrayBuilder array = JsonValues.array();
    passkeys.forEach(passkey -> array.add(of(passkey)));
    return array.build();
  }
}
