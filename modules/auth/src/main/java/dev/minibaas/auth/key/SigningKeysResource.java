package dev.minibaas.auth.key;

import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;

/** {@code /admin/signing-keys}: of ours; GoTrue has its keys in a setting. */
@Path("/admin/signing-keys")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class SigningKeysResource {
  private final KeyRotation rotation;
  private final Call call;

  @Inject
  public SigningKeysResource(KeyRotation rotation, Call call) {
    this.rotation = rotation;
    this.call = call;
  }

  @GET
  public String list() {
    return rotation.list(call).toString();
  }

  @POST
  public String rotate(InputStream stream) {
    return rotation.rotate(call, RequestBody.readOptional(stream)).toString();
  }

  @DELETE
  @Path("{kid}")
  public String delete(@PathParam("kid") String kid) {
    rotation.delete(call, kid);
    return "{}";
  }
}
