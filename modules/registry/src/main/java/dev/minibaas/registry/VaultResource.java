package dev.minibaas.registry;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.Envelope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** {@code /databases/vault/rotate}: seals every connection string with a new key. */
@Path("/databases/vault/rotate")
@Dependent
@Produces(Envelope.JSON)
@RolesAllowed(Caller.SERVICE_ROLE)
public class VaultResource {
  private final VaultRotation rotation;

  @Inject
  public VaultResource(VaultRotation rotation) {
    this.rotation = rotation;
  }

  @POST
  public String rotate() {
    return Envelope.success(rotation.rotate()).toString();
  }
}
