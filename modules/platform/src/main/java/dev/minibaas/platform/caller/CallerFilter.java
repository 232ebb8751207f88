package dev.minibaas.platform.caller;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.Envelope;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.log.Log;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the token of each request, once, before anything else of the service runs: an invalid
 * one never reaches a database.
 */
public class CallerFilter implements Filter {
  private static final String NANOS = CallerFilter.class.getName() + ".nanos";
  private static final Logger LOG = Log.of(CallerFilter.class);

  @Inject private Instance<Authentication> authentications;
  @Inject private Instance<Rejection> rejections;

  /** Looked up once: that costs as much as verifying a known token. */
  private volatile @Nullable Authentication authentication;

  private volatile boolean isLookedUp;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Authentication verifying = authentication();
    if (verifying != null
        && request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse answer) {
      filter(verifying, http, answer, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private @Nullable Authentication authentication() {
    if (!isLookedUp) {
      authentication = authentications.isResolvable() ? authentications.get() : null;
      isLookedUp = true;
    }
    return authentication;
  }

  private void filter(
      Authentication verifying,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    QueryKey query = QueryKey.of(request.getQueryString(), verifying.keys());
    String apikey = request.getHeader("apikey");
    long start = System.nanoTime();
    Caller caller;
    try {
      caller =
          verifying.authenticate(
              request.getHeader("Authorization"), apikey == null ? query.key() : apikey);
    } catch (InvalidToken e) {
      LOG.log(Level.INFO, "token refused: {0} ({1})", new Object[] {e.reason(), e.getMessage()});
      rejection().reject(e, request, response);
      return;
    }
    Caller.attach(request, caller);
    request.setAttribute(NANOS, System.nanoTime() - start);
    chain.doFilter(new CallerRequest(request, caller, query.rest()), response);
  }

  /** What it took to know the caller of a request that has passed. */
  public static long nanos(HttpServletRequest request) {
    return request.getAttribute(NANOS) instanceof Long nanos ? nanos : 0;
  }

  private Rejection rejection() {
    return rejections.isResolvable() ? rejections.get() : CallerFilter::envelope;
  }

  private static void envelope(
      InvalidToken token, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Envelope.send(new ApiError(ErrorCode.INVALID_TOKEN, token.getMessage()), request, response);
  }
}
