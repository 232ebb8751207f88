package dev.minibaas.auth.off;

import dev.minibaas.auth.admin.AdminUsers;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code /admin/sso/providers}: there are none, and none can be added. */
@Path("/admin/sso/providers")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class SsoProvidersResource {
  private final AdminUsers users;
  private final Call call;

  @Inject
  public SsoProvidersResource(AdminUsers users, Call call) {
    this.users = users;
    this.call = call;
  }

  @GET
  public String list() {
    users.check(call);
    return "{\"items\":[]}";
  }

  @POST
  public String create() {
    users.check(call);
    throw SwitchedOff.saml();
  }

  @GET
  @Path("{id}")
  public String get() {
    throw unknown();
  }

  @PUT
  @Path("{id}")
  public String update() {
    throw unknown();
  }

  @DELETE
  @Path("{id}")
  public String delete() {
    throw unknown();
  }

  private AuthFailure unknown() {
    users.check(call);
    return AuthFailure.notFound(
        ErrorCode.SSO_PROVIDER_NOT_FOUND, "SSO Identity Provider not found");
  }
}
