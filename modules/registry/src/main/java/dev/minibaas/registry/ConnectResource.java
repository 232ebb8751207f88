package dev.minibaas.registry;

import dev.minibaas.platform.body.Uuids;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.ServiceToken;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.Envelope;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /internal/databases/{id}/connect}: the one place that hands out a connection string, to
 * services of the platform. No route of the gateway leads here, and a call that came through any
 * gateway finds nothing even with the token.
 */
@Path("/internal/databases/{id}/connect")
@Dependent
@Produces(Envelope.JSON)
public class ConnectResource {
  private static final String ROLE = "X-Caller-Role";

  /** What every gateway and proxy adds, and services of ours don't. */
  private static final List<String> OF_GATEWAYS =
      List.of("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Via");

  private final Databases databases;
  private final ServiceToken token;

  @Inject
  public ConnectResource(Databases databases, ServiceToken token) {
    this.databases = databases;
    this.token = token;
  }

  @GET
  public Response connect(@PathParam("id") String id, @Context HttpHeaders headers) {
    if (OF_GATEWAYS.stream().anyMatch(name -> headers.getHeaderString(name) != null)) {
      throw new ApiError(ErrorCode.NOT_FOUND, "there is no such path");
    }
    String named = headers.getHeaderString(Tenant.HEADER);
    if (!token.matches(headers.getHeaderString(ServiceToken.HEADER)) || named == null) {
      throw new ApiError(ErrorCode.UNAUTHORIZED, "this needs the token of a service and a tenant");
    }
    Tenant tenant = tenant(named, headers.getHeaderString(ROLE));
    JsonObject connection = databases.connect(tenant, Uuids.param("id", id), revision(headers));
    Response.ResponseBuilder response =
        connection == null
            ? Response.notModified()
            : Response.ok(Envelope.success(connection).toString())
                .header(HttpHeaders.ETAG, "\"" + connection.getJsonNumber("revision") + "\"");
    return response.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private static Tenant tenant(String named, @Nullable String role) {
    return Caller.SERVICE_ROLE.equals(role)
        ? new Tenant.All()
        : new Tenant.Connecting(new Tenant.One(named));
  }

  private static @Nullable String revision(HttpHeaders headers) {
    String known = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
    return known == null ? null : known.replace("\"", "");
  }
}
