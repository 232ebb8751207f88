package dev.minibaas.auth.key;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.json.JsonValues;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What verifiers of tokens ask for. */
@Path("/.well-known")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class WellKnownResource {
  private final KeyRing ring;
  private final AuthConfig config;

  @Inject
  public WellKnownResource(KeyRing ring, AuthConfig config) {
    this.ring = ring;
    this.config = config;
  }

  /** Public keys only: the shared secret of HS256 is never among them. */
  @GET
  @Path("jwks.json")
  public Response jwks() {
    return cached(ring.published().toString(true));
  }

  /** OpenID Connect Discovery, as far as there is something to discover. */
  @GET
  @Path("openid-configuration")
  public Response openIdConfiguration() {
    JsonArrayBuilder algorithms = JsonValues.array();
    ring.published().getKeys().stream()
        .map(key -> key.getAlgorithm().getName())
        .distinct()
        .sorted()
        .forEach(algorithms::add);
    return cached(
        JsonValues.object()
            .add("issuer", config.jwt().issuer())
            .add("jwks_uri", config.externalUrl() + "/.well-known/jwks.json")
            .add("response_types_supported", JsonValues.array().add("code"))
            .add("subject_types_supported", JsonValues.array().add("public"))
            .add("id_token_signing_alg_values_supported", algorithms.add("HS256"))
            .build()
            .toString());
  }

  private static Response cached(String json) {
    return Response.ok(json).header("Cache-Control", "public, max-age=600").build();
  }
}
