package dev.minibaas.auth.password;

import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.util.List;

/**
 * How passwords are kept, and whether leaked ones are refused.
 *
 * @param scheme of new hashes: {@code bcrypt} or {@code argon2id}
 * @param leaks whether a new password is looked up among leaked ones
 * @param leaksUrl what the first five digits of a hash are appended to
 * @param leaksFailClosed whether nobody can set a password while that can't be asked
 */
public record PasswordConfig(String scheme, boolean leaks, URI leaksUrl, boolean leaksFailClosed) {

  public static PasswordConfig from(Settings settings) {
    return new PasswordConfig(
        settings.oneOf(
            "AUTH_PASSWORD_SCHEME",
            BcryptHash.SCHEME,
            List.of(BcryptHash.SCHEME, Argon2Hash.SCHEME)),
        settings.flag("GOTRUE_PASSWORD_HIBP_ENABLED", false),
        settings.uri("AUTH_PASSWORD_HIBP_URL", "https://api.pwnedpasswords.com/range/"),
        settings.flag("GOTRUE_PASSWORD_HIBP_FAIL_CLOSED", false));
  }
}
