package dev.minibaas.auth.webauthn;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Options of a ceremony, in the JSON that browsers parse, and the challenge in them. */
public final class Ceremony {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int CHALLENGE_BYTES = 32;

  private final WebAuthnConfig config;

  public Ceremony(WebAuthnConfig config) {
    this.config = config;
  }

  /** A new challenge, base64url. */
  public static String newChallenge() {
    byte[] bytes = new byte[CHALLENGE_BYTES];
    RANDOM.nextBytes(bytes);
    return base64url(bytes);
  }

  /**
   * For {@code navigator.credentials.create()}.
   *
   * @param excluded credentials that the user has already
   * @param resident whether the authenticator must keep the credential, to be found without a name
   */
  public JsonObject creation(String challenge, User user, List<byte[]> excluded, boolean resident) {
    JsonArrayBuilder algorithms = JsonValues.array();
    RelyingParty.ALGORITHMS.forEach(algorithm ->
        algorithms.add(JsonValues.object().add("type", "public-key").add("alg", algorithm)));
    JsonObjectBuilder json =
        JsonValues.object()
            .add("rp", JsonValues.object().add("name", config.rpName()).add("id", config.rpId()))
            .add(
                "user",
                JsonValues.object()
                    .add("name", nameOf(user))
                    .add("displayName", displayNameOf(user))
                    .add("id", base64url(handleOf(user))))
            .add("challenge", challenge)
            .add("pubKeyCredParams", algorithms)
            .add("timeout", config.challengeLifetime().toMillis());
    if (!excluded.isEmpty()) {
      json.add("excludeCredentials", descriptors(excluded));
    }
    return json.add(
            "authenticatorSelection",
            JsonValues.object()
                .add("requireResidentKey", resident)
                .add("residentKey", resident ? "required" : "discouraged")
                .add("userVerification", config.userVerification()))
        .add("attestation", "none")
        .build();
  }

  /**
   * For {@code navigator.credentials.get()}.
   *
   * @param allowed credentials to choose from; none where any that the device has will do
   */
  public JsonObject request(String challenge, List<byte[]> allowed) {
    JsonObjectBuilder json =
        JsonValues.object()
            .add("challenge", challenge)
            .add("timeout", config.challengeLifetime().toMillis())
            .add("rpId", config.rpId());
    if (!allowed.isEmpty()) {
      json.add("allowCredentials", descriptors(allowed));
    }
    return json.add("userVerification", config.userVerification()).build();
  }

  /** What an authenticator knows the user by: the id's text, as GoTrue has it. */
  static byte[] handleOf(User user) {
    return user.id().toString().getBytes(StandardCharsets.US_ASCII);
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static JsonArrayBuilder descriptors(List<byte[]> ids) {
    JsonArrayBuilder array = JsonValues.array();
    ids.forEach(
        id -> array.add(JsonValues.object().add("type", "public-key").add("id", base64url(id))));
    return array;
  }

  private static String nameOf(User user) {
    return user.email().isEmpty() ? user.phone() : user.email();
  }

  private static String displayNameOf(User user) {
    return user.userMetadata().get("name") instanceof JsonString name && !name.getString().isEmpty()
        ? name.getString()
        : nameOf(user);
  }
}
