package dev.minibaas.auth.external;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.session.Bearers;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Map;

/** {@code /user/identities}: the caller's own, where manual linking is switched on. */
@Path("/user/identities")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class IdentitiesResource {
  private final Bearers bearers;
  private final ManualLinking linking;
  private final Authorize authorize;
  private final Call call;

  @Inject
  public IdentitiesResource(
      Bearers bearers, ManualLinking linking, Authorize authorize, Call call) {
    this.bearers = bearers;
    this.linking = linking;
    this.authorize = authorize;
    this.call = call;
  }

  @GET
  @Path("authorize")
  public Response authorize(@Context UriInfo uri, @Context HttpServletRequest request) {
    Bearer bearer = bearer();
    Map<String, String> query = QueryParameters.first(uri.getQueryParameters());
    String address = authorize.begin(query, Referrer.of(request), bearer.user().id());
    if (query.getOrDefault("skip_http_redirect", "").equals("true")) {
      return Response.ok(JsonValues.object().add("url", address).build().toString()).build();
    }
    return Response.status(302).location(URI.create(address)).build();
  }

  @DELETE
  @Path("{id}")
  public String unlink(@PathParam("id") String id) {
    linking.unlink(id, bearer(), call);
    return "{}";
  }

  private Bearer bearer() {
    Bearer bearer = bearers.of(call);
    linking.refuseDisabled();
    return bearer;
  }
}
