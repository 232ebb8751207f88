package dev.minibaas.platform.caller;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Lets the standard APIs see the caller: {@code SecurityContext}, {@code isUserInRole}. */
final class CallerRequest extends HttpServletRequestWrapper {
  private final Caller caller;
  private final @Nullable String query;

  /**
   * @param query the query string without the gateway's key
   */
  CallerRequest(HttpServletRequest request, Caller caller, @Nullable String query) {
    super(request);
    this.caller = caller;
    this.query = query;
  }

  @Override
  public @Nullable String getQueryString() {
    return query;
  }

  @Override
  public Principal getUserPrincipal() {
    return caller;
  }

  @Override
  public String getRemoteUser() {
    return caller.getName();
  }

  @Override
  public boolean isUserInRole(String role) {
    return caller.role().equals(role);
  }

  @Override
  public String getAuthType() {
    return "Bearer";
  }
}
