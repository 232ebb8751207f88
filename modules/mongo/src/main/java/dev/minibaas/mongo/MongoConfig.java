package dev.minibaas.mongo;

import dev.minibaas.mongo.document.CollectionName;
import dev.minibaas.mongo.store.MongoAddress;
import dev.minibaas.mongo.store.StoreConfig;
import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the module.
 *
 * @param store how MongoDB is reached
 * @param jwtSecret what tokens are signed with
 * @param anonKey the publishable key of the gateway
 * @param serviceKey the key of the gateway that stands for the service role
 * @param keySet where further keys of tokens are published
 * @param maxBodyBytes of a request
 * @param demoCollection made at the start, or null
 */
public record MongoConfig(
    StoreConfig store,
    String jwtSecret,
    @Nullable String anonKey,
    @Nullable String serviceKey,
    @Nullable URI keySet,
    int maxBodyBytes,
    @Nullable String demoCollection) {

  /** Reads the settings; the caller runs {@link Settings#check()}. */
  public static MongoConfig from(Settings settings) {
    return new MongoConfig(
        store(settings),
        settings.secret("JWT_SECRET", 32, "run scripts/generate-env, or set 32 random characters"),
        settings.secretOrNull("KONG_PUBLIC_API_KEY"),
        settings.secretOrNull("KONG_SERVICE_API_KEY"),
        keySet(settings),
        settings.integer("MONGO_MAX_BODY_BYTES", 256 << 10, 1 << 10, 16 << 20),
        demoCollection(settings));
  }

  private static StoreConfig store(Settings settings) {
    String fix = "set it to mongodb://<user>:<password>@<host>:27017/?authSource=admin";
    String uri = settings.secret("MONGO_URI", 1, fix);
    String problem = uri.isEmpty() ? null : MongoAddress.problem(uri);
    if (problem != null) {
      settings.problem("MONGO_URI can't be used, " + problem + ": " + fix);
    }
    int maxPool = settings.integer("MONGO_MAX_POOL_SIZE", 10, 1, 1000);
    int minPool = settings.integer("MONGO_MIN_POOL_SIZE", 2, 0, 1000);
    if (minPool > maxPool) {
      settings.problem("MONGO_MIN_POOL_SIZE is above MONGO_MAX_POOL_SIZE: set it to less");
    }
    String database = settings.text("MONGO_DB_NAME", "mini_baas");
    if (!CollectionName.isName(database)) {
      settings.problem(
          "MONGO_DB_NAME can't be used: set it to 1 to 64 letters, digits, underscores or hyphens");
    }
    return new StoreConfig(
        new MongoAddress(uri),
        database,
        maxPool,
        minPool,
        millis(settings, "MONGO_SERVER_SELECTION_TIMEOUT", 5000),
        millis(settings, "MONGO_MAX_TIME", 5000));
  }

  private static Duration millis(Settings settings, String name, int fallback) {
    return Duration.ofMillis(settings.integer(name, fallback, 100, 120_000));
  }

  private static @Nullable URI keySet(Settings settings) {
    String address = settings.textOrNull("JWKS_URL");
    if (address == null) {
      return null;
    }
    return settings.uri("JWKS_URL", "http://auth:9999/auth/v1/.well-known/jwks.json");
  }

  private static @Nullable String demoCollection(Settings settings) {
    String name = settings.text("MONGO_MOCK_COLLECTION", "mock_catalog");
    if (!CollectionName.isName(name)) {
      settings.problem("MONGO_MOCK_COLLECTION is no name of a collection: set it to letters");
    }
    return name;
  }

  @Override
  public String toString() {
    return "MongoConfig[database=" + store.database() + ", ***]";
  }
}
