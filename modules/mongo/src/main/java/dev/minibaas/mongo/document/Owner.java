package dev.minibaas.mongo.document;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Whose documents a request is about.
 *
 * @param id the {@code sub} of a token
 */
public record Owner(String id) {
  private static final int MAX_LENGTH = 255;

  public Owner {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      throw new ApiError(ErrorCode.INVALID_PARAM, "an owner's id has 1 to 255 characters");
    }
  }

  /**
   * The caller; for the service role, which has no documents of its own, who is named.
   *
   * @param named in whose name the request wants to act
   */
  public static Owner of(Caller caller, @Nullable String named) {
    if (named != null && !caller.isService()) {
      throw new ApiError(ErrorCode.FORBIDDEN, "only the service role acts for another owner");
    }
    String subject = named != null ? named : caller.subject();
    if (subject != null && !subject.isEmpty()) {
      return new Owner(subject);
    }
    if (caller.isService()) {
      throw new ApiError(
          ErrorCode.INVALID_PARAM,
          "documents belong to users: the service role says whose by ?owner=<user id>");
    }
    throw new ApiError(
        ErrorCode.MISSING_AUTHORIZATION, "documents belong to users: a bearer token is needed");
  }
}
