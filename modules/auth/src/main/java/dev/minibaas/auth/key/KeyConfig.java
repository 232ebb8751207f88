package dev.minibaas.auth.key;

import com.nimbusds.jose.jwk.JWK;
import dev.minibaas.platform.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the asymmetric keys.
 *
 * @param sealSecret what the key that seals private halves is derived from
 * @param imported keys to take over at the start
 * @param lead from publication of a new key to its first signature
 */
public record KeyConfig(String sealSecret, List<JWK> imported, Duration lead) {

  /**
   * @param jwtSecret stands in for a secret of its own
   */
  public static KeyConfig from(Settings settings, String jwtSecret) {
    String own = settings.secretOrNull("AUTH_KEYS_SECRET");
    if (own != null && own.length() < 32) {
      settings.problem(
          "AUTH_KEYS_SECRET has fewer than 32 characters: set 32 random ones, or none");
    }
    return new KeyConfig(
        own == null ? jwtSecret : own,
        imported(settings, jwtSecret),
        settings.seconds("AUTH_KEYS_LEAD", 20, 0, 86_400));
  }

  private static List<JWK> imported(Settings settings, String jwtSecret) {
    String text = settings.secretOrNull("GOTRUE_JWT_KEYS");
    try {
      return text == null
          ? List.of()
          : ImportedKeys.parse(text, jwtSecret.getBytes(StandardCharsets.UTF_8));
    } catch (ParseException | IllegalArgumentException e) {
      // a parser's message may quote the key
      settings.problem("GOTRUE_JWT_KEYS: " + reason(e));
      return List.of();
    }
  }

  private static @Nullable String reason(Exception e) {
    return e instanceof ParseException
        ? "it is no JSON array of JWKs: set it to one, such as GoTrue takes"
        : e.getMessage();
  }

  @Override
  public String toString() {
    return "KeyConfig[lead=" + lead + "]";
  }
}
