package dev.minibaas.auth.error;

import dev.minibaas.platform.web.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a failure's answer depends on besides the failure.
 *
 * @param version the client's {@code X-Supabase-Api-Version}
 */
public record ErrorContext(@Nullable String version, String requestId) {

  /** Of the request that this thread works on. */
  public static ErrorContext of(HttpServletRequest request) {
    return new ErrorContext(request.getHeader(ErrorDialect.HEADER), RequestIds.current());
  }
}
