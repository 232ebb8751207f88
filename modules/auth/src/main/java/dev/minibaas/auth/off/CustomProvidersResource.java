package dev.minibaas.auth.off;

import dev.minibaas.auth.admin.AdminUsers;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.request.Call;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

/** {@code /admin/custom-providers}: 404 {@code feature_disabled}. */
@Path("/admin/custom-providers{rest: (/.*)?}")
@Dependent
public class CustomProvidersResource {
  private final AdminUsers users;
  private final Call call;

  @Inject
  public CustomProvidersResource(AdminUsers users, Call call) {
    this.users = users;
    this.call = call;
  }

  @GET
  public String get() {
    throw off();
  }

  @POST
  public String post() {
    throw off();
  }

  @PUT
  public String put() {
    throw off();
  }

  @DELETE
  public String delete() {
    throw off();
  }

  private AuthFailure off() {
    users.check(call);
    return SwitchedOff.customProviders();
  }
}
