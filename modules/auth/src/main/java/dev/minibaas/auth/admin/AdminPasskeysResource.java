package dev.minibaas.auth.admin;

import dev.minibaas.auth.passkey.Passkeys;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.user.User;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code /admin/users/{id}/passkeys}. */
@Path("/admin/users/{id}/passkeys")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class AdminPasskeysResource {
  private final AdminUsers users;
  private final Passkeys passkeys;
  private final Call call;

  @Inject
  public AdminPasskeysResource(AdminUsers users, Passkeys passkeys, Call call) {
    this.users = users;
    this.passkeys = passkeys;
    this.call = call;
  }

  @GET
  public String list(@PathParam("id") String id) {
    return passkeys.list(owner(id)).toString();
  }

  @DELETE
  @Path("{passkey}")
  public void remove(@PathParam("id") String id, @PathParam("passkey") String passkey) {
    User owner = owner(id);
    passkeys.remove(passkey, owner, owner, call);
  }

  private User owner(String id) {
    users.check(call);
    passkeys.refuseDisabled();
    return users.get(call, id);
  }
}
