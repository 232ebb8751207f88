package dev.minibaas.permissions;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.body.PageRange;
import dev.minibaas.platform.body.Uuids;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.Envelope;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /policies}: what roles may do. */
@Path("/policies")
@Dependent
@Produces(Envelope.JSON)
public class PoliciesResource {
  private final Policies policies;
  private final Roles roles;
  private final Caller caller;

  @Inject
  public PoliciesResource(Policies policies, Roles roles, Caller caller) {
    this.policies = policies;
    this.roles = roles;
    this.caller = caller;
  }

  @GET
  public String all(
      @QueryParam("limit") @Nullable String limit, @QueryParam("offset") @Nullable String offset) {
    return page(null, PageRange.of(limit, offset));
  }

  @GET
  @Path("role/{roleId}")
  public String ofRole(
      @PathParam("roleId") String roleId,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset) {
    return page(Uuids.param("role id", roleId), PageRange.of(limit, offset));
  }

  private String page(@Nullable UUID role, PageRange range) {
    roles.requireAdmin(caller);
    Policies.Page page = policies.page(role, range.limit(), range.offset());
    return Envelope.page(page.policies(), range.limit(), range.offset(), page.total()).toString();
  }

  @POST
  public Response create(InputStream body) {
    roles.requireAdmin(caller);
    String made =
        Envelope.success(policies.create(JsonBody.read(body, CheckResource.MAX_BODY))).toString();
    return Response.status(Response.Status.CREATED).entity(made).build();
  }

  @PUT
  @Path("{id}")
  public String replace(@PathParam("id") String id, InputStream body) {
    roles.requireAdmin(caller);
    JsonBody policy = JsonBody.read(body, CheckResource.MAX_BODY);
    return Envelope.success(policies.replace(Uuids.param("id", id), policy)).toString();
  }

  @DELETE
  @Path("{id}")
  public String delete(@PathParam("id") String id) {
    roles.requireAdmin(caller);
    policies.delete(Uuids.param("id", id));
    return Envelope.success(Json.createObjectBuilder().add("deleted", true).build()).toString();
  }
}
