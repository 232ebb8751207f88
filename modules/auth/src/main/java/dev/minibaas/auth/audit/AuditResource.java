package dev.minibaas.auth.audit;

import dev.minibaas.auth.admin.PageRequest;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** {@code GET /admin/audit}. */
@Path("/admin/audit")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
  private final AuditLog log;
  private final Call call;

  @Inject
  public AuditResource(AuditLog log, Call call) {
    this.log = log;
    this.call = call;
  }

  @GET
  public Response list(
      @QueryParam("query") @DefaultValue("") String query,
      @QueryParam("page") @DefaultValue("") String page,
      @QueryParam("per_page") @DefaultValue("") String perPage) {
    PageRequest request = PageRequest.of(page, perPage, "", "");
    AuditLog.Page found = log.page(call, query, request.perPage(), request.offset());
    return Response.ok(JsonValues.array(found.entries()).build().toString())
        .header("X-Total-Count", found.total())
        .header("Link", request.links("/admin/audit", found.total()))
        .build();
  }
}
