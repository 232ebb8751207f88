package dev.minibaas.auth.error;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.sql.DatabaseFailure;
import jakarta.ws.rs.WebApplicationException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a failure is told to the client: never its cause.
 *
 * @param fault whether it is the service's own fault
 */
record ErrorAnswer(int status, Map<String, String> headers, String body, boolean fault) {

  static ErrorAnswer of(Throwable failure, ErrorContext context) {
    ErrorDialect dialect = ErrorDialect.of(context.version());
    if (failure instanceof OAuthFailure oauth) {
      return new ErrorAnswer(400, headers(dialect, null), oauthBody(oauth), false);
    }
    AuthFailure known = known(failure);
    return new ErrorAnswer(
        known.status(),
        headers(dialect, known),
        dialect.render(known, context.requestId()),
        known.status() >= 500);
  }

  private static AuthFailure known(Throwable failure) {
    return switch (failure) {
      case AuthFailure known -> known;
      case DatabaseFailure database when database.isBadValue() ->
          AuthFailure.invalid("A value can't be stored");
      case DatabaseFailure database when database.isContention() ->
          AuthFailure.conflict("Another request changed the same data, try again");
      case WebApplicationException e when e.getResponse().getStatus() < 500 -> ofStatus(e);
      default ->
          new AuthFailure(
              500,
              ErrorCode.UNEXPECTED_FAILURE,
              "Unexpected failure, please check server logs for more information");
    };
  }

  private static AuthFailure ofStatus(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    return switch (status) {
      case 404 -> AuthFailure.notFound(ErrorCode.NOT_FOUND, "Not found");
      case 405 -> new AuthFailure(405, ErrorCode.METHOD_NOT_ALLOWED, "Method not allowed");
      case 413 ->
          new AuthFailure(413, ErrorCode.REQUEST_ENTITY_TOO_LARGE, "Request body is too large");
      default -> new AuthFailure(status, ErrorCode.VALIDATION_FAILED, "The request is not valid");
    };
  }

  private static Map<String, String> headers(ErrorDialect dialect, @Nullable AuthFailure failure) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    if (failure != null) {
      headers.put("x-sb-error-code", failure.code().wire());
      headers.putAll(failure.headers());
    }
    if (dialect == ErrorDialect.V2024_01_01) {
      // the client picks its parser by this
      headers.put(ErrorDialect.HEADER, ErrorDialect.NEWEST);
    }
    return headers;
  }

  private static String oauthBody(OAuthFailure failure) {
    return JsonValues.object()
        .add("error", failure.error())
        .add("error_description", failure.description())
        .build()
        .toString();
  }
}
