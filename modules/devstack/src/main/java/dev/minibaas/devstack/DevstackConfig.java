package dev.minibaas.devstack;

import dev.minibaas.platform.settings.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the embedded stack itself. Secrets that aren't given are generated once and kept
 * in the data directory.
 *
 * @param port where the API is wanted
 * @param dataDirectory absolute
 * @param jwtSecret what tokens are signed with
 * @param publicKey the apikey of clients
 * @param serviceKey the apikey that may do everything
 * @param databaseHost a database beside the stack, used instead of the embedded one
 * @param databasePort where the embedded database is wanted
 * @param mongoUri a MongoDB beside the stack, used instead of the embedded one
 * @param smtpHost a mail server beside the stack, used instead of the catcher
 */
public record DevstackConfig(
    int port,
    Path dataDirectory,
    @Nullable String jwtSecret,
    @Nullable String publicKey,
    @Nullable String serviceKey,
    @Nullable String databaseHost,
    int databasePort,
    @Nullable String mongoUri,
    @Nullable String smtpHost) {

  /** A shorter key of HS256 can be guessed. */
  private static final int SECRET_LENGTH = 32;

  static DevstackConfig from(Settings settings, Path folder) {
    var config =
        new DevstackConfig(
            settings.integer("PORT", 8000, 1, 65535),
            folder.resolve(settings.text("DATA_DIR", ".data")).toAbsolutePath().normalize(),
            settings.secretOrNull("JWT_SECRET"),
            settings.secretOrNull("KONG_PUBLIC_API_KEY"),
            settings.secretOrNull("KONG_SERVICE_API_KEY"),
            settings.textOrNull("POSTGRES_HOST"),
            settings.integer("POSTGRES_PORT", 5432, 1, 65535),
            settings.secretOrNull("MONGO_URI"),
            settings.textOrNull("SMTP_HOST"));
    config.checkSecrets(settings);
    return config;
  }

  private void checkSecrets(Settings settings) {
    if (jwtSecret != null && jwtSecret.length() < SECRET_LENGTH) {
      settings.problem(
          "JWT_SECRET has fewer than %d characters: set it to a random text of %d or more, or leave"
                  .formatted(SECRET_LENGTH, SECRET_LENGTH)
              + " it unset to have one generated");
    }
    if (publicKey != null && publicKey.equals(serviceKey)) {
      settings.problem(
          "KONG_SERVICE_API_KEY is the same as KONG_PUBLIC_API_KEY: every client would be"
              + " service_role; set them to different keys");
    }
    checkKey(settings, "KONG_PUBLIC_API_KEY", publicKey);
    checkKey(settings, "KONG_SERVICE_API_KEY", serviceKey);
  }

  /** A key is opaque or a token; a token that the secret did not sign would be refused later. */
  private void checkKey(Settings settings, String name, @Nullable String key) {
    if (key == null || !SignedKey.looksSigned(key)) {
      return;
    }
    if (jwtSecret == null) {
      settings.problem(
          name + " is a JWT but JWT_SECRET is not set: set JWT_SECRET to what signed it");
    } else if (!SignedKey.isSignedWith(key, jwtSecret)) {
      settings.problem(
          name + " is a JWT that JWT_SECRET did not sign: leave it unset to have one made");
    }
  }

  @Override
  public String toString() {
    return "DevstackConfig[port=%d, dataDirectory=%s]".formatted(port, dataDirectory);
  }
}
