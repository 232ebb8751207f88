package dev.minibaas.auth.error;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call that ends in an error of the contract: a status, a code and a message for the client. What
 * caused it stays in {@link #getCause()}, for the log.
 */
public class AuthFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final ErrorCode code;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  public AuthFailure(int status, ErrorCode code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  public static AuthFailure badRequest(ErrorCode code, String message) {
    return new AuthFailure(400, code, message);
  }

  /** 400 {@code validation_failed}. */
  public static AuthFailure invalid(String message) {
    return badRequest(ErrorCode.VALIDATION_FAILED, message);
  }

  public static AuthFailure unauthorized(ErrorCode code, String message) {
    return new AuthFailure(401, code, message);
  }

  public static AuthFailure forbidden(ErrorCode code, String message) {
    return new AuthFailure(403, code, message);
  }

  public static AuthFailure notFound(ErrorCode code, String message) {
    return new AuthFailure(404, code, message);
  }

  public static AuthFailure conflict(String message) {
    return new AuthFailure(409, ErrorCode.CONFLICT, message);
  }

  public static AuthFailure unprocessable(ErrorCode code, String message) {
    return new AuthFailure(422, code, message);
  }

  public static AuthFailure tooManyRequests(ErrorCode code, String message) {
    return new AuthFailure(429, code, message);
  }

  /** The same failure, with what led to it. */
  public AuthFailure because(Throwable cause) {
    initCause(cause);
    return this;
  }

  /** The same failure, with a header of its answer. */
  public AuthFailure telling(String header, String value) {
    headers.put(header, value);
    return this;
  }

  Map<String, String> headers() {
    return headers;
  }

  public int status() {
    return status;
  }

  public ErrorCode code() {
    return code;
  }

  public String publicMessage() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  // a refusal is an answer, not a fault: where it was made is of no use to anybody
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
