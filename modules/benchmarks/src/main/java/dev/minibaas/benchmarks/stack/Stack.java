package dev.minibaas.benchmarks.stack;

import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A running platform, as {@code make -s env} tells of it.
 *
 * @param baseUrl of the gateway, without a slash at the end
 * @param anonKey the publishable API key
 * @param mongoUri where its documents are, if that was told
 */
public record Stack(
    URI baseUrl, PgUrl database, String jwtSecret, String anonKey, @Nullable String mongoUri) {

  /** From settings of the names that {@code make -s env} prints. */
  public static Stack from(Settings settings) {
    String fix = "give all that `make -s env` prints, or none of it to start an own platform";
    URI baseUrl = settings.uri("BASE_URL", "http://localhost:8000");
    String database = settings.required("PG_URL", fix);
    String secret = settings.secret("JWT_SECRET", 32, fix);
    String anonKey = settings.required("ANON_KEY", fix);
    String mongoUri = settings.secretOrNull("MONGO_URI");
    settings.check();
    return new Stack(baseUrl, PgUrl.parse(database), secret, anonKey, mongoUri);
  }

  public int port() {
    return baseUrl.getPort() < 0 ? 80 : baseUrl.getPort();
  }
}
