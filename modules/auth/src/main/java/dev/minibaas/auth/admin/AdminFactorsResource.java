package dev.minibaas.auth.admin;

import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;

/** {@code /admin/users/{id}/factors}. */
@Path("/admin/users/{id}/factors")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class AdminFactorsResource {
  private final AdminUsers users;
  private final AdminFactors factors;
  private final Call call;

  @Inject
  public AdminFactorsResource(AdminUsers users, AdminFactors factors, Call call) {
    this.users = users;
    this.factors = factors;
    this.call = call;
  }

  @GET
  public String list(@PathParam("id") String id) {
    return factors.list(call, id).toString();
  }

  @PUT
  @Path("{factor}")
  public String update(
      @PathParam("id") String id, @PathParam("factor") String factor, InputStream stream) {
    users.check(call);
    return factors.update(call, id, factor, RequestBody.read(stream)).toString();
  }

  @DELETE
  @Path("{factor}")
  public String delete(@PathParam("id") String id, @PathParam("factor") String factor) {
    return factors.delete(call, id, factor).toString();
  }
}
