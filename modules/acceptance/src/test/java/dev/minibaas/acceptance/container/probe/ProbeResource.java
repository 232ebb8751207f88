package dev.minibaas.acceptance.container.probe;

import dev.minibaas.platform.caller.Caller;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.jwt.JsonWebToken;

@Path("/")
@RequestScoped
@Produces("application/json")
public class ProbeResource {
  public static final String SECRET_TEXT = "the password is 12345";

  @Inject private Caller caller;
  @Inject private JsonWebToken token;
  @Inject @Readiness private Switch ready;
  @Context private SecurityContext security;
  @Context private HttpServletRequest request;

  /** Needed by the container. */
  @SuppressWarnings("NullAway.Init")
  public ProbeResource() {}

  /** Who calls, in every way a service may ask. */
  @GET
  @Path("who")
  public JsonObject who() {
    return Json.createObjectBuilder()
        .add("caller", caller.getName())
        .add("role", caller.role())
        .add("token", token.getName())
        .add("groups", String.join(",", token.getGroups()))
        .add("subject", String.valueOf(token.getSubject()))
        .add("principal", security.getUserPrincipal().getName())
        .add("inRole", security.isUserInRole(caller.role()))
        .add("inAnotherRole", security.isUserInRole("postgres"))
        .add("scheme", String.valueOf(security.getAuthenticationScheme()))
        .add("servlet", String.valueOf(request.getRemoteUser()))
        .build();
  }

  @GET
  @Path("service")
  @RolesAllowed("service_role")
  public JsonObject service() {
    return done();
  }

  @GET
  @Path("user")
  @RolesAllowed({"authenticated", "service_role"})
  public JsonObject user() {
    return done();
  }

  @GET
  @Path("denied")
  @DenyAll
  public JsonObject denied() {
    return done();
  }

  @GET
  @Path("boom")
  public JsonObject boom() {
    throw new IllegalStateException(SECRET_TEXT);
  }

  @PUT
  @Path("body")
  @Consumes("application/json")
  public JsonObject body(JsonObject body) {
    return body;
  }

  @PUT
  @Path("ready/{ready}")
  public JsonObject ready(@PathParam("ready") boolean value) {
    ready.set(value);
    return done();
  }

  private static JsonObject done() {
    return Json.createObjectBuilder().add("done", true).build();
  }
}
