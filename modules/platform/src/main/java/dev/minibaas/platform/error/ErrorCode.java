package dev.minibaas.platform.error;

import java.util.Locale;

/** Every error code of the envelope that more than one service uses, with its HTTP status. */
public enum ErrorCode {
  INVALID_JSON(400),
  INVALID_PAYLOAD(400),
  INVALID_PARAM(400),
  INVALID_COLLECTION(400),
  INVALID_ID(400),
  INVALID_FILTER(400),
  FORBIDDEN_FIELDS(400),
  VALIDATION_FAILED(400),
  TOO_EXPENSIVE(400),
  UNSUPPORTED_ENGINE(400),
  INVALID_ENGINE(400),
  INVALID_NAME(400),
  INVALID_CONNECTION(400),
  UNAUTHORIZED(401),
  MISSING_AUTHORIZATION(401),
  INVALID_TOKEN(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  NOT_ACCEPTABLE(406),
  DUPLICATE(409),
  PAYLOAD_TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  INTERNAL_ERROR(500),
  QUERY_FAILED(500),
  UNAVAILABLE(503),
  MONGO_UNAVAILABLE(503),
  TIMEOUT(504);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** The code as it stands in the envelope. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ErrorCode ofStatus(int status) {
    return switch (status) {
      case 400 -> INVALID_PAYLOAD;
      case 401 -> UNAUTHORIZED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 409 -> DUPLICATE;
      case 413 -> PAYLOAD_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 503 -> UNAVAILABLE;
      default -> INTERNAL_ERROR;
    };
  }
}
