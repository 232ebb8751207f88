package dev.minibaas.auth.webauthn;

import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * What is known of an authenticator's key pair.
 *
 * @param publicKey in COSE form
 * @param aaguid the authenticator's model; all zero when it doesn't tell
 * @param attestation format of the statement that came with it
 */
public record Credential(
    byte[] id,
    byte[] publicKey,
    UUID aaguid,
    long signCount,
    boolean backupEligible,
    boolean backedUp,
    JsonArray transports,
    String attestation) {

  /** As go-webauthn writes it, and GoTrue keeps it of a second factor. */
  public JsonObject json() {
    return JsonValues.object()
        .add("id", base64(id))
        .add("publicKey", base64(publicKey))
        .add("attestationType", attestation)
        .add("transport", transports)
        .add(
            "flags",
            JsonValues.object()
                .add("userPresent", true)
                .add("userVerified", false)
                .add("backupEligible", backupEligible)
                .add("backupState", backedUp))
        .add(
            "authenticator",
            JsonValues.object().add("AAGUID", base64(bytes(aaguid))).add("signCount", signCount))
        .build();
  }

  public static Credential of(JsonObject json) {
    JsonObject flags = json.getJsonObject("flags");
    JsonObject authenticator = json.getJsonObject("authenticator");
    boolean transports = json.containsKey("transport") && !json.isNull("transport");
    return new Credential(
        bytes(json.getString("id")),
        bytes(json.getString("publicKey")),
        uuid(bytes(authenticator.getString("AAGUID", ""))),
        authenticator.getJsonNumber("signCount").longValue(),
        flags.getBoolean("backupEligible", false),
        flags.getBoolean("backupState", false),
        transports ? json.getJsonArray("transport") : JsonArray.EMPTY_JSON_ARRAY,
        json.getString("attestationType", ""));
  }

  /** The same after an assertion. */
  public Credential used(long count, boolean nowBackedUp) {
    return new Credential(
        id, publicKey, aaguid, count, backupEligible, nowBackedUp, transports, attestation);
  }

  static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static UUID uuid(byte[] bytes) {
    if (bytes.length != 16) {
      return new UUID(0, 0);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Credential credential && Arrays.equals(id, credential.id);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(id);
  }

  @Override
  public String toString() {
    return "Credential[" + base64(id) + "]";
  }
}
