package dev.minibaas.platform.error;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.web.RequestIds;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one mapper at the boundary of a service that speaks the envelope; its application lists it.
 * It takes every {@code Throwable}: Liberty's metrics put an unmapped exception's text into a
 * header.
 */
public class EnvelopeMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Log.of(EnvelopeMapper.class);

  @Override
  public Response toResponse(Throwable failure) {
    ApiError error = error(failure);
    if (error.code().status() >= 500) {
      LOG.log(Level.SEVERE, error.code().code(), failure);
    } else {
      LOG.log(Level.INFO, "{0}: {1}", new Object[] {error.code().code(), failure.getMessage()});
    }
    Response.ResponseBuilder response =
        Response.status(error.code().status())
            .header("Content-Type", Envelope.JSON)
            .header(RequestIds.HEADER, RequestIds.current())
            .entity(Envelope.of(error).toString());
    if (error.code().status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
      response.header("WWW-Authenticate", "Bearer");
    }
    return response.build();
  }

  private static ApiError error(Throwable failure) {
    return switch (failure) {
      case ApiError error -> error;
      case JsonParsingException e ->
          new ApiError(ErrorCode.INVALID_JSON, "the body is not valid JSON", e);
      case WebApplicationException e -> ofStatus(e);
      default -> new ApiError(ErrorCode.INTERNAL_ERROR, "internal error", failure);
    };
  }

  private static ApiError ofStatus(WebApplicationException e) {
    if (e.getCause() instanceof JsonParsingException json) {
      return error(json);
    }
    ErrorCode code = ErrorCode.ofStatus(e.getResponse().getStatus());
    return new ApiError(code, code.code().replace('_', ' '), e);
  }
}
