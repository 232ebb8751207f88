package dev.minibaas.query;

import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.JsonText;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.Envelope;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.query.federation.Federation;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code POST /sql}: one statement over several databases, for the service role. */
@Path("/sql")
public class SqlResource {
  private static final int MAX_BYTES = 256 * 1024;

  private final Optional<Federation> federation;

  /** For the container. */
  protected SqlResource() {
    throw new IllegalStateException("made with its parts only");
  }

  @Inject
  public SqlResource(FederatedSql federated) {
    this.federation = federated.federation();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response run(@Context HttpServletRequest request, InputStream body) {
    Caller caller = Caller.of(request);
    if (!caller.isService()) {
      throw caller.subject() == null
          ? new ApiError(ErrorCode.UNAUTHORIZED, "the service role's key or token is needed")
          : new ApiError(ErrorCode.FORBIDDEN, "for the service role only");
    }
    Federation running =
        federation.orElseThrow(() ->
            new ApiError(
                ErrorCode.UNSUPPORTED_ENGINE, "there is no Trino here: TRINO_URL isn't set"));
    StringBuilder out = new StringBuilder("{\"success\":true,\"engine\":\"trino\",\"data\":");
    try {
      JsonText.write(out, running.run(caller, JsonBody.read(body, MAX_BYTES)));
    } catch (EngineFailure e) {
      throw Failures.of(e);
    }
    return Response.ok(out.append('}').toString().getBytes(StandardCharsets.UTF_8))
        .header("Content-Type", Envelope.JSON)
        .header("Cache-Control", "no-store")
        .build();
  }
}
