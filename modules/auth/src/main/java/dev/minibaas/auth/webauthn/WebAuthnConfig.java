package dev.minibaas.auth.webauthn;

import com.webauthn4j.data.client.Origin;
import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Settings of WebAuthn and of passkeys.
 *
 * @param passkeys whether users can sign in with a passkey
 * @param maxPasskeys of a user
 * @param rpId the domain that credentials are bound to
 * @param rpName what an authenticator shows
 * @param origins of the pages that may ask for a credential
 * @param challengeLifetime how long a ceremony may take
 * @param userVerification {@code required} or {@code preferred}
 */
public record WebAuthnConfig(
    boolean passkeys,
    int maxPasskeys,
    String rpId,
    String rpName,
    List<String> origins,
    Duration challengeLifetime,
    String userVerification) {

  public static WebAuthnConfig from(Settings settings, URI site) {
    String rpId = settings.text("GOTRUE_WEBAUTHN_RP_ID", "");
    String host = site.getHost() == null ? "localhost" : site.getHost();
    String id = rpId.isEmpty() ? host : rpId;
    String name = settings.text("GOTRUE_WEBAUTHN_RP_DISPLAY_NAME", "");
    List<String> origins = settings.list("GOTRUE_WEBAUTHN_RP_ORIGINS", "");
    return new WebAuthnConfig(
        settings.flag("GOTRUE_PASSKEY_ENABLED", false),
        settings.integer("GOTRUE_PASSKEY_MAX_PASSKEYS_PER_USER", 10, 1, 100),
        id,
        name.isEmpty() ? id : name,
        origins.isEmpty() ? List.of(originOf(site)) : checked(settings, origins),
        settings.seconds("GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION", 300, 10, 86_400),
        settings.oneOf(
            "AUTH_WEBAUTHN_USER_VERIFICATION", "preferred", List.of("preferred", "required")));
  }

  boolean requiresUserVerification() {
    return userVerification.equals("required");
  }

  private static String originOf(URI site) {
    return site.getScheme() + "://" + site.getAuthority();
  }

  private static List<String> checked(Settings settings, List<String> origins) {
    for (String origin : origins) {
      try {
        new Origin(origin);
      } catch (IllegalArgumentException e) {
        settings.problem(
            "GOTRUE_WEBAUTHN_RP_ORIGINS has \"" + origin + "\": write https://app.example.org");
      }
    }
    return origins;
  }
}
