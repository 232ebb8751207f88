package dev.minibaas.auth.error;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.web.RequestIds;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one place where a failure becomes an answer, and its cause a line in the log. */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Log.of(FailureMapper.class);

  @Context private @Nullable HttpHeaders headers;

  @Override
  public Response toResponse(Throwable failure) {
    String version = headers == null ? null : headers.getHeaderString(ErrorDialect.HEADER);
    return answer(failure, new ErrorContext(version, RequestIds.current()));
  }

  /** The same for what failed on another thread than the request's. */
  public static Response answer(Throwable failure, ErrorContext context) {
    ErrorAnswer answer = ErrorAnswer.of(failure, context);
    log(failure, answer, context);
    Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
    answer.headers().forEach(response::header);
    if (failure instanceof WebApplicationException e) {
      String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
      if (allow != null) {
        response.header(HttpHeaders.ALLOW, allow);
      }
    }
    return response.build();
  }

  private static void log(Throwable failure, ErrorAnswer answer, ErrorContext context) {
    if (answer.fault()) {
      LogRecord line = new LogRecord(Level.SEVERE, "unexpected failure of request {0}");
      line.setLoggerName(LOG.getName());
      line.setParameters(new Object[] {context.requestId()});
      line.setThrown(failure);
      LOG.log(line);
      return;
    }
    // a refusal is the client's affair: its cause in a word, not in a page
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    LOG.log(
        Level.INFO,
        "request {0} refused with {1}: {2} ({3})",
        new Object[] {context.requestId(), answer.status(), failure.getMessage(), cause});
  }
}
