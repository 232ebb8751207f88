package dev.minibaas.auth;

import dev.minibaas.auth.json.JsonValues;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What the service tells of itself to anybody. */
@Path("/")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class AboutResource {
  private static final List<String> OAUTH_PROVIDERS =
      List.of(
          "apple",
          "azure",
          "bitbucket",
          "discord",
          "facebook",
          "figma",
          "fly",
          "github",
          "gitlab",
          "google",
          "kakao",
          "keycloak",
          "linkedin",
          "linkedin_oidc",
          "notion",
          "slack",
          "slack_oidc",
          "snapchat",
          "spotify",
          "twitch",
          "twitter",
          "workos",
          "x",
          "zoom");

  private final AuthConfig config;

  @Inject
  public AboutResource(AuthConfig config) {
    this.config = config;
  }

  @GET
  @Path("health")
  public String health() {
    return JsonValues.object()
        .add("version", AuthVersion.current())
        .add("name", "GoTrue")
        .add("description", "GoTrue is a user registration and authentication API")
        .build()
        .toString();
  }

  @GET
  @Path("settings")
  public String settings() {
    return JsonValues.object()
        .add("external", external())
        .add("disable_signup", config.signup().disabled())
        .add("mailer_autoconfirm", config.signup().autoconfirm())
        .add("phone_autoconfirm", config.flows().phone().autoconfirm())
        .add("sms_provider", "")
        .add("saml_enabled", false)
        .add("passkeys_enabled", config.webAuthn().passkeys())
        .build()
        .toString();
  }

  private JsonObject external() {
    JsonObjectBuilder external =
        JsonValues.object().add("anonymous_users", config.signup().anonymousEnabled());
    OAUTH_PROVIDERS.forEach(
        provider -> external.add(provider, config.providers().isEnabled(provider)));
    config
        .providers()
        .providers()
        .forEach(provider -> external.add(provider.name(), provider.enabled()));
    return external
        .add("email", config.signup().emailEnabled())
        .add("phone", config.flows().phone().enabled())
        .build();
  }
}
