package dev.minibaas.auth.limit;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.request.PeerAddress;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the calls of each address by endpoint, before anything else is done for them. */
@Provider
@Dependent
public class LimitFilter implements ContainerRequestFilter {
  private static final Map<String, Limit> BY_CALL =
      Map.ofEntries(
          Map.entry("POST signup", Limit.SIGNUP),
          Map.entry("POST otp", Limit.OTP),
          Map.entry("POST magiclink", Limit.MAGIC_LINK),
          Map.entry("POST recover", Limit.RECOVER),
          Map.entry("POST resend", Limit.RESEND),
          Map.entry("PUT user", Limit.USER_CHANGE),
          Map.entry("GET reauthenticate", Limit.RESEND),
          Map.entry("GET verify", Limit.VERIFY),
          Map.entry("POST verify", Limit.VERIFY),
          Map.entry("POST token", Limit.TOKEN),
          Map.entry("POST sso", Limit.SSO));

  // Liberty makes providers without arguments
  @Inject private RateLimits limits;
  @Inject private AuthConfig config;
  @Context private @Nullable HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    HttpServletRequest from = request;
    if (from != null) {
      of(context.getMethod(), context.getUriInfo().getPath())
          .ifPresent(limit -> limits.ofAddress(limit, PeerAddress.of(from, config)));
    }
  }

  /** The limit of a call, if it has one. */
  static Optional<Limit> of(String method, String path) {
    String plain = path.replaceAll("^/+|/+$", "");
    Limit limit = BY_CALL.get(method + " " + plain);
    if (limit == null && method.equals("POST")) {
      limit = ofNested(plain);
    }
    return Optional.ofNullable(limit);
  }

  private static @Nullable Limit ofNested(String path) {
    if (path.startsWith("passkeys/")) {
      return Limit.PASSKEY;
    }
    if (path.matches("factors/[^/]+/challenge")) {
      return Limit.FACTOR_CHALLENGE;
    }
    return path.matches("factors/[^/]+/verify") ? Limit.FACTOR_VERIFY : null;
  }
}
