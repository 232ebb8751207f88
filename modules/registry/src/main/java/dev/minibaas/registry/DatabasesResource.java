package dev.minibaas.registry;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.body.PageRange;
import dev.minibaas.platform.body.Uuids;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.Envelope;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code /databases}: the registrations of the caller. */
@Path("/databases")
@Dependent
@Produces(Envelope.JSON)
public class DatabasesResource {
  private static final int MAX_BODY = 64 * 1024;

  private final Databases databases;
  private final RegistryConfig config;
  private final Caller caller;

  @Inject
  public DatabasesResource(Databases databases, RegistryConfig config, Caller caller) {
    this.databases = databases;
    this.config = config;
    this.caller = caller;
  }

  @POST
  public Response register(@HeaderParam(Tenant.HEADER) @Nullable String tenant, InputStream body) {
    if (Tenant.of(caller, tenant) instanceof Tenant.One one) {
      Registration made = databases.register(one, JsonBody.read(body, MAX_BODY));
      return Response.status(Response.Status.CREATED)
          .entity(Envelope.success(made.json()).toString())
          .build();
    }
    throw new ApiError(
        ErrorCode.INVALID_PARAM, "the service role must name the tenant: " + Tenant.HEADER);
  }

  @GET
  public String list(
      @HeaderParam(Tenant.HEADER) @Nullable String tenant,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset) {
    PageRange range = PageRange.of(limit, offset);
    Databases.Page page = databases.page(Tenant.of(caller, tenant), range.limit(), range.offset());
    JsonArrayBuilder list = Json.createArrayBuilder();
    page.registrations().forEach(each -> list.add(each.json()));
    return Envelope.page(list.build(), range.limit(), range.offset(), page.total()).toString();
  }

  @GET
  @Path("{id}")
  public String one(
      @HeaderParam(Tenant.HEADER) @Nullable String tenant, @PathParam("id") String id) {
    Tenant of = Tenant.of(caller, tenant);
    return Envelope.success(databases.one(of, Uuids.param("id", id)).json()).toString();
  }

  @PATCH
  @Path("{id}")
  public String update(
      @HeaderParam(Tenant.HEADER) @Nullable String tenant,
      @PathParam("id") String id,
      InputStream body) {
    Tenant of = Tenant.of(caller, tenant);
    JsonBody change = JsonBody.read(body, MAX_BODY);
    return Envelope.success(databases.update(of, Uuids.param("id", id), change).json()).toString();
  }

  @POST
  @Path("{id}/test")
  public String test(
      @HeaderParam(Tenant.HEADER) @Nullable String tenant, @PathParam("id") String id) {
    Tenant of = Tenant.of(caller, tenant);
    return Envelope.success(databases.test(of, Uuids.param("id", id))).toString();
  }

  @DELETE
  @Path("{id}")
  public String delete(
      @HeaderParam(Tenant.HEADER) @Nullable String tenant, @PathParam("id") String id) {
    Tenant of = Tenant.of(caller, tenant);
    if (!caller.isService() && !config.tenantsDelete()) {
      throw new ApiError(ErrorCode.FORBIDDEN, "only the service role deletes registrations");
    }
    databases.delete(of, Uuids.param("id", id));
    return Envelope.success(Json.createObjectBuilder().add("deleted", true).build()).toString();
  }
}
