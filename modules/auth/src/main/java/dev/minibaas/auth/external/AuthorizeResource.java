package dev.minibaas.auth.external;

import dev.minibaas.auth.redirect.Referrer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/** {@code GET /authorize}: 302 to a provider. */
@Path("/authorize")
@Dependent
public class AuthorizeResource {
  private final Authorize authorize;

  @Inject
  public AuthorizeResource(Authorize authorize) {
    this.authorize = authorize;
  }

  @GET
  public Response authorize(@Context UriInfo uri, @Context HttpServletRequest request) {
    String address =
        authorize.begin(
            QueryParameters.first(uri.getQueryParameters()), Referrer.of(request), null);
    return Response.status(302).location(URI.create(address)).build();
  }
}
