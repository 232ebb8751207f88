package dev.minibaas.auth.provider;

import dev.minibaas.platform.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Settings of the providers: Google, GitHub, and whatever speaks OpenID Connect by the names that
 * the operator gives.
 *
 * @param allowedIssuers whose ID tokens count without being configured
 * @param manualLinking whether users may add and remove identities themselves
 * @param patience for one call of a provider
 */
public record ProvidersConfig(
    List<ProviderConfig> providers,
    List<String> allowedIssuers,
    boolean manualLinking,
    Duration patience) {
  static final String GOOGLE = "https://accounts.google.com";
  static final String GITHUB = "https://github.com";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{1,48}");

  /** What means something else where a provider's name is expected. */
  private static final Set<String> TAKEN =
      Set.of("google", "github", "email", "phone", "anonymous", "anonymous_users", "web3", "sso");

  /**
   * @param externalUrl the public URL of this service, whose callback is the default
   */
  public static ProvidersConfig from(Settings settings, String externalUrl) {
    String callback = externalUrl + "/callback";
    List<ProviderConfig> providers = new ArrayList<>();
    providers.add(provider(settings, "google", GOOGLE, callback));
    providers.add(provider(settings, "github", GITHUB, callback));
    for (String name : settings.list("AUTH_OIDC_PROVIDERS", "")) {
      if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
        settings.problem(
            "AUTH_OIDC_PROVIDERS has \"" + name + "\": use small letters, digits and _");
      } else {
        providers.add(provider(settings, name, "", callback));
      }
    }
    return new ProvidersConfig(
        List.copyOf(providers),
        settings.list("GOTRUE_EXTERNAL_ALLOWED_ID_TOKEN_ISSUERS", ""),
        settings.flag("GOTRUE_SECURITY_MANUAL_LINKING_ENABLED", false),
        settings.seconds("AUTH_PROVIDER_TIMEOUT", 10, 1, 60));
  }

  public Optional<ProviderConfig> named(String name) {
    return providers.stream().filter(provider -> provider.name().equals(name)).findFirst();
  }

  public boolean isEnabled(String name) {
    return named(name).map(ProviderConfig::enabled).orElse(false);
  }

  private static ProviderConfig provider(
      Settings settings, String name, String url, String callback) {
    String prefix = "GOTRUE_EXTERNAL_" + name.toUpperCase(Locale.ROOT) + "_";
    String secret = settings.secretOrNull(prefix + "SECRET");
    String ownUrl = settings.text(prefix + "URL", "");
    String redirectUri = settings.text(prefix + "REDIRECT_URI", "");
    ProviderConfig config =
        new ProviderConfig(
            name,
            settings.flag(prefix + "ENABLED", false),
            settings.list(prefix + "CLIENT_ID", ""),
            secret == null ? "" : secret,
            redirectUri.isEmpty() ? callback : redirectUri,
            ownUrl.isEmpty() ? url : ownUrl,
            settings.flag(prefix + "SKIP_NONCE_CHECK", false),
            settings.flag(prefix + "EMAIL_OPTIONAL", false));
    if (config.enabled()) {
      check(settings, config, prefix);
    }
    return config;
  }

  private static void check(Settings settings, ProviderConfig config, String prefix) {
    if (config.clientIds().isEmpty()) {
      settings.problem(prefix + "CLIENT_ID is not set: the provider has given you one");
    }
    if (config.secret().isEmpty()) {
      settings.problem(prefix + "SECRET is not set: the provider has given you one");
    }
    if (!config.url().matches("https?://[^\\s/?#]+[^\\s?#]*")) {
      settings.problem(
          prefix + "URL is \"" + config.url() + "\": set it to the issuer, https://id.example.org");
    }
  }
}
