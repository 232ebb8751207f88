package dev.minibaas.query;

import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;

/** What the engines say, in the codes of the envelope. */
final class Failures {
  private Failures() {}

  static ApiError of(InvalidCommand e) {
    ErrorCode code =
        switch (e.part()) {
          case PARAM -> ErrorCode.INVALID_PARAM;
          case FILTER -> ErrorCode.INVALID_FILTER;
          case DATA -> ErrorCode.INVALID_PAYLOAD;
          case OWNER -> ErrorCode.FORBIDDEN_FIELDS;
        };
    return new ApiError(code, e.getMessage(), e);
  }

  static ApiError of(EngineFailure e) {
    ErrorCode code =
        switch (e.reason()) {
          case REFUSED_TARGET, NOT_PERMITTED -> ErrorCode.FORBIDDEN;
          case UNREACHABLE, LOGIN_REFUSED, BUSY -> ErrorCode.UNAVAILABLE;
          case TIMEOUT -> ErrorCode.TIMEOUT;
          case UNKNOWN_TABLE -> ErrorCode.NOT_FOUND;
          case UNKNOWN_COLUMN -> ErrorCode.INVALID_PARAM;
          case INVALID_VALUE, CONSTRAINT -> ErrorCode.INVALID_PAYLOAD;
          case DUPLICATE -> ErrorCode.DUPLICATE;
          case TOO_LARGE -> ErrorCode.TOO_EXPENSIVE;
          case UNSUPPORTED -> ErrorCode.UNSUPPORTED_ENGINE;
          case FAILED -> ErrorCode.QUERY_FAILED;
        };
    return new ApiError(code, e.getMessage(), e);
  }
}
