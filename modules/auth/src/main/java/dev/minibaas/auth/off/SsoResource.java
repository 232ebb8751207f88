package dev.minibaas.auth.off;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** {@code /sso}: 404 {@code saml_provider_disabled}. */
@Path("/sso")
@Dependent
public class SsoResource {

  @POST
  public String signOn() {
    throw SwitchedOff.saml();
  }

  @GET
  @Path("saml/metadata")
  public String metadata() {
    throw SwitchedOff.saml();
  }

  @POST
  @Path("saml/acs")
  public String assertion() {
    throw SwitchedOff.saml();
  }
}
