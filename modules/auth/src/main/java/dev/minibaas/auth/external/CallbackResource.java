package dev.minibaas.auth.external;

import dev.minibaas.auth.request.Call;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/** {@code GET|POST /callback}: where providers send users back to; 302 in every case. */
@Path("/callback")
@Dependent
public class CallbackResource {
  private final Callback callback;
  private final Call call;

  @Inject
  public CallbackResource(Callback callback, Call call) {
    this.callback = callback;
    this.call = call;
  }

  @GET
  public Response get(@Context UriInfo uri) {
    return led(uri.getQueryParameters());
  }

  /** Some providers have the browser post a form. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response post(MultivaluedMap<String, String> form) {
    return led(form);
  }

  private Response led(MultivaluedMap<String, String> parameters) {
    String address = callback.receive(QueryParameters.first(parameters), call);
    return Response.status(302)
        .location(URI.create(address))
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .build();
  }
}
