package dev.minibaas.acceptance.container.probe;

import dev.minibaas.platform.caller.ApiKeys;
import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.caller.TokenVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** The policy of the probe, as every service has one. */
@ApplicationScoped
public class ProbeAuthentication {
  public static final String SECRET = "the-secret-of-the-probe-has-more-than-32-characters";
  public static final String ANON_KEY = "probe-anon-key";
  public static final String SERVICE_KEY = "probe-service-key";

  private final Authentication authentication =
      new Authentication(
          new TokenVerifier(TokenPolicy.hs256(SECRET)), new ApiKeys(ANON_KEY, SERVICE_KEY));

  @Produces
  @Dependent
  public Authentication authentication() {
    return authentication;
  }
}
