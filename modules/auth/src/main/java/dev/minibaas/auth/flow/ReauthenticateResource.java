package dev.minibaas.auth.flow;

import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.Bearers;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code GET /reauthenticate}: sends a code. */
@Path("/reauthenticate")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class ReauthenticateResource {
  private final Bearers bearers;
  private final Reauthentication reauthentication;
  private final Call call;

  @Inject
  public ReauthenticateResource(Bearers bearers, Reauthentication reauthentication, Call call) {
    this.bearers = bearers;
    this.reauthentication = reauthentication;
    this.call = call;
  }

  @GET
  public String ask() {
    reauthentication.ask(bearers.of(call).user(), call);
    return "{}";
  }
}
