package dev.minibaas.permissions;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.body.Uuids;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.Envelope;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.io.InputStream;
import java.util.UUID;

/** {@code /permissions/roles}: who has which roles. */
@Path("/permissions/roles")
@Dependent
@Produces(Envelope.JSON)
public class UserRolesResource {
  private final Roles roles;
  private final Caller caller;

  @Inject
  public UserRolesResource(Roles roles, Caller caller) {
    this.roles = roles;
    this.caller = caller;
  }

  @GET
  public String mine() {
    return ofUser(Question.userOf(caller));
  }

  @GET
  @Path("{userId}")
  public String of(@PathParam("userId") String userId) {
    roles.requireAdmin(caller);
    return ofUser(Uuids.param("user id", userId));
  }

  @POST
  @Path("assign")
  public String assign(InputStream body) {
    roles.requireAdmin(caller);
    roles.assign(caller, JsonBody.read(body, CheckResource.MAX_BODY));
    return Envelope.success(Json.createObjectBuilder().add("assigned", true).build()).toString();
  }

  @DELETE
  @Path("{userId}/{roleName}")
  public String revoke(@PathParam("userId") String userId, @PathParam("roleName") String roleName) {
    roles.requireAdmin(caller);
    roles.revoke(Uuids.param("user id", userId), roleName.replace("\0", ""));
    return Envelope.success(Json.createObjectBuilder().add("revoked", true).build()).toString();
  }

  private String ofUser(UUID user) {
    JsonArrayBuilder names = Json.createArrayBuilder();
    roles.of(user).forEach(names::add);
    return Envelope.success(
            Json.createObjectBuilder().add("user_id", user.toString()).add("roles", names).build())
        .toString();
  }
}
