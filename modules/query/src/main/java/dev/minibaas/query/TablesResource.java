package dev.minibaas.query;

import dev.minibaas.engines.JsonText;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.Envelope;
import dev.minibaas.query.QueryPlane.Answer;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** {@code GET /{database}/tables} and {@code POST /{database}/tables/{table}}. */
@Path("/{database}/tables")
public class TablesResource {
  private final QueryPlane plane;

  /** For the container. */
  protected TablesResource() {
    throw new IllegalStateException("made with its parts only");
  }

  @Inject
  public TablesResource(QueryPlane plane) {
    this.plane = plane;
  }

  @GET
  public Response tables(
      @Context HttpServletRequest request, @PathParam("database") String database) {
    return response(plane.tables(Caller.of(request), database));
  }

  @POST
  @Path("/{table}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response run(
      @Context HttpServletRequest request,
      @PathParam("database") String database,
      @PathParam("table") String table,
      InputStream body) {
    return response(plane.run(Caller.of(request), database, table, body));
  }

  private static Response response(Answer answer) {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"success\":true,\"engine\":\"").append(answer.engine().text());
    out.append("\",\"data\":");
    JsonText.write(out, answer.data());
    out.append('}');
    return Response.ok(out.toString().getBytes(StandardCharsets.UTF_8))
        .header("Content-Type", Envelope.JSON)
        .header("Cache-Control", "no-store")
        .build();
  }
}
