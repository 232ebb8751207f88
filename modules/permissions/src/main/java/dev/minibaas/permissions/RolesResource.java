package dev.minibaas.permissions;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.body.Uuids;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.Envelope;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /roles}: the roles that there are. */
@Path("/roles")
@Dependent
@Produces(Envelope.JSON)
public class RolesResource {
  private final Roles roles;
  private final Caller caller;

  @Inject
  public RolesResource(Roles roles, Caller caller) {
    this.roles = roles;
    this.caller = caller;
  }

  @GET
  public String list() {
    roles.requireAdmin(caller);
    return Envelope.success(roles.list()).toString();
  }

  @POST
  public Response create(InputStream body) {
    roles.requireAdmin(caller);
    String made =
        Envelope.success(roles.create(JsonBody.read(body, CheckResource.MAX_BODY))).toString();
    return Response.status(Response.Status.CREATED).entity(made).build();
  }

  @DELETE
  @Path("{id}")
  public String delete(@PathParam("id") String id) {
    roles.requireAdmin(caller);
    roles.delete(Uuids.param("id", id));
    return Envelope.success(Json.createObjectBuilder().add("deleted", true).build()).toString();
  }
}
