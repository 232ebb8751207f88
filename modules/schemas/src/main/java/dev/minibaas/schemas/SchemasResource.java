package dev.minibaas.schemas;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.body.PageRange;
import dev.minibaas.platform.body.Uuids;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.Envelope;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code /schemas}: tables of registered databases. */
@Path("/schemas")
@Dependent
@Produces(Envelope.JSON)
public class SchemasResource {
  private static final int MAX_BODY = 64 * 1024;
  private static final int MAX_SUBJECT = 255;

  private final Schemas schemas;
  private final Caller caller;

  @Inject
  public SchemasResource(Schemas schemas, Caller caller) {
    this.schemas = schemas;
    this.caller = caller;
  }

  @POST
  public Response create(InputStream body) {
    requireUser();
    String made =
        Envelope.success(schemas.create(caller, Definition.of(JsonBody.read(body, MAX_BODY))))
            .toString();
    return Response.status(Response.Status.CREATED).entity(made).build();
  }

  @GET
  public String list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("offset") @Nullable String offset) {
    requireUser();
    PageRange range = PageRange.of(limit, offset);
    Schemas.Page page = schemas.page(caller, range.limit(), range.offset());
    return Envelope.page(page.schemas(), range.limit(), range.offset(), page.total()).toString();
  }

  @DELETE
  @Path("{id}")
  public String drop(@PathParam("id") String id) {
    requireUser();
    schemas.drop(caller, Uuids.param("id", id));
    return Envelope.success(Json.createObjectBuilder().add("dropped", true).build()).toString();
  }

  private void requireUser() {
    String subject = caller.subject();
    boolean isUser =
        subject != null
            && !subject.isEmpty()
            && subject.length() <= MAX_SUBJECT
            && subject.codePoints().noneMatch(Character::isISOControl)
            && !caller.role().equals(Caller.ANON);
    if (!isUser && !caller.isService()) {
      throw new ApiError(ErrorCode.UNAUTHORIZED, "this needs the token of a signed-in user");
    }
  }
}
