package dev.minibaas.auth.off;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.Bearers;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

/** {@code /user/oauth/grants}: 404 {@code feature_disabled}. */
@Path("/user/oauth/grants{rest: (/.*)?}")
@Dependent
public class GrantsResource {
  private final Bearers bearers;
  private final Call call;

  @Inject
  public GrantsResource(Bearers bearers, Call call) {
    this.bearers = bearers;
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
    bearers.of(call);
    return SwitchedOff.oauthServer();
  }
}
