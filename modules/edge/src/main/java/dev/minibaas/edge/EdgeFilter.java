package dev.minibaas.edge;

import dev.minibaas.edge.http.Answer;
import dev.minibaas.edge.http.GatewayRequest;
import dev.minibaas.edge.http.RequestRules;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.ServiceSettings;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The gateway before every servlet of a web application: declared in this jar's web fragment.
 *
 * <p>With {@code EDGE=external} another gateway has done the work, and only headers that claim an
 * identity are hidden. The same goes for what arrives on {@code INTERNAL_PORT}, a port of the
 * loopback by which services of one server call each other.
 */
public final class EdgeFilter implements Filter {
  private static final Logger LOG = Log.of(EdgeFilter.class);

  private final Supplier<EdgeConfig> source;
  private final RequestRules identityOnly = RequestRules.identityOnly();
  private @Nullable Gateway gateway;
  private boolean external;
  private int internalPort;

  /** Called by the container. */
  public EdgeFilter() {
    this(() -> ServiceSettings.load(EdgeConfig::from));
  }

  /**
   * @param source throws {@link InvalidSettings} when there is no usable configuration
   */
  EdgeFilter(Supplier<EdgeConfig> source) {
    this.source = source;
  }

  @Override
  public void init(FilterConfig filter) throws ServletException {
    try {
      EdgeConfig config = source.get();
      external = !config.embedded();
      internalPort = config.internalPort();
      gateway = external ? null : new Gateway(config, filter.getServletContext().getContextPath());
    } catch (InvalidSettings e) {
      LOG.log(Level.SEVERE, "the gateway can''t start: {0}", e.getMessage());
      throw new ServletException("the gateway can't start: " + e.getMessage(), e);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    Gateway embedded = gateway;
    if (external || isInternal(http)) {
      chain.doFilter(new GatewayRequest(http, identityOnly, null, null, true), response);
    } else if (embedded != null) {
      embedded.handle(http, answer, chain);
    } else {
      // some containers go on with a filter whose start has failed; nothing may pass unchecked
      Answer.NOT_STARTED.send(answer, http.getMethod(), "");
    }
  }

  /** By the socket, not by a header: only who can connect to that port comes in by it. */
  private boolean isInternal(HttpServletRequest request) {
    return gateway != null && internalPort > 0 && request.getLocalPort() == internalPort;
  }

  @Override
  public void destroy() {
    if (gateway != null) {
      gateway.close();
    }
  }
}
