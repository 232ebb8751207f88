package dev.minibaas.auth.session;

import dev.minibaas.auth.request.Call;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** {@code POST /logout}: 204. */
@Path("/logout")
@Dependent
public class LogoutResource {
  private final Bearers bearers;
  private final Logout logout;
  private final Call call;

  @Inject
  public LogoutResource(Bearers bearers, Logout logout, Call call) {
    this.bearers = bearers;
    this.logout = logout;
    this.call = call;
  }

  @POST
  public void logout(@QueryParam("scope") @DefaultValue("") String scope) {
    logout.logout(bearers.of(call), scope, call.origin());
  }
}
