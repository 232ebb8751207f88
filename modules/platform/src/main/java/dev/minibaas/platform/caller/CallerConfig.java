package dev.minibaas.platform.caller;

import dev.minibaas.platform.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which a service knows its callers, as nearly all services have them.
 *
 * @param secret what tokens are signed with
 * @param published further keys of tokens
 * @param anonKey the gateway's key of clients
 * @param serviceKey the gateway's key that may do everything
 */
public record CallerConfig(
    String secret, KeySource published, @Nullable String anonKey, @Nullable String serviceKey) {

  public static CallerConfig from(Settings settings) {
    return new CallerConfig(
        settings.secret("JWT_SECRET", 32, "run scripts/generate-env, or set 32 random characters"),
        PublishedKeys.from(settings),
        settings.secretOrNull("KONG_PUBLIC_API_KEY"),
        settings.secretOrNull("KONG_SERVICE_API_KEY"));
  }

  public Authentication authentication() {
    return new Authentication(
        new TokenVerifier(TokenPolicy.hs256(secret).alsoBy(published)),
        new ApiKeys(anonKey, serviceKey));
  }

  @Override
  public String toString() {
    return "CallerConfig[***]";
  }
}
