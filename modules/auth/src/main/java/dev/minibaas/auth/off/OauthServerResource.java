package dev.minibaas.auth.off;

import dev.minibaas.auth.error.AuthFailure;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

/** {@code /oauth}: 404 {@code feature_disabled}. */
@Path("/oauth{rest: (/.*)?}")
@Dependent
public class OauthServerResource {

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

  private static AuthFailure off() {
    return SwitchedOff.oauthServer();
  }
}
