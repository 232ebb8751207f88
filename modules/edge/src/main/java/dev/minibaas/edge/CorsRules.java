package dev.minibaas.edge;

import dev.minibaas.edge.policy.Plugin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cors plugin: which origins may read responses, and the answer to a preflight. */
final class CorsRules {
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  private static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";
  private static final String EXPOSE = "Access-Control-Expose-Headers";

  private final boolean any;
  private final @Nullable String only;
  private final Set<String> origins = new HashSet<>();
  private final boolean credentials;
  private final boolean preflightContinue;
  private final boolean privateNetwork;
  private final String methods;
  private final @Nullable String requestHeaders;
  private final @Nullable String exposed;
  private final @Nullable String maxAge;

  CorsRules(Plugin.Cors config) {
    any = config.origins().isEmpty() || config.origins().contains("*");
    only = config.origins().size() == 1 ? config.origins().getFirst() : null;
    config.origins().forEach(origin -> origins.add(normalize(origin)));
    credentials = config.credentials();
    preflightContinue = config.preflightContinue();
    privateNetwork = config.privateNetwork();
    methods = String.join(",", config.methods());
    requestHeaders = join(config.headers());
    exposed = join(config.exposedHeaders());
    maxAge = config.maxAge() == null ? null : config.maxAge().toString();
  }

  private static @Nullable String join(List<String> names) {
    return names.isEmpty() ? null : String.join(",", names);
  }

  boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  /** Whether the service answers preflights itself. */
  boolean preflightContinue() {
    return preflightContinue;
  }

  /** Response headers that a service can't set: Kong overwrites them. */
  List<String> ownedHeaders() {
    List<String> owned = new ArrayList<>(List.of(ALLOW_ORIGIN));
    if (credentials) {
      owned.add(ALLOW_CREDENTIALS);
    }
    if (exposed != null) {
      owned.add(EXPOSE);
    }
    return owned;
  }

  /** Headers of a preflight's answer. */
  void writePreflight(HttpServletRequest request, HttpServletResponse response) {
    writeOrigin(request, response);
    String allowed =
        requestHeaders == null
            ? request.getHeader("Access-Control-Request-Headers")
            : requestHeaders;
    if (allowed != null) {
      response.setHeader("Access-Control-Allow-Headers", allowed);
    }
    response.setHeader("Access-Control-Allow-Methods", methods);
    if (maxAge != null) {
      response.setHeader("Access-Control-Max-Age", maxAge);
    }
    if (privateNetwork
        && "true".equals(request.getHeader("Access-Control-Request-Private-Network"))) {
      response.setHeader("Access-Control-Allow-Private-Network", "true");
    }
  }

  /**
   * Headers of every other response, whoever gives it. Without an origin nobody reads them, so only
   * caches are told that it matters; Kong writes them always.
   */
  void write(HttpServletRequest request, HttpServletResponse response) {
    if (request.getHeader("Origin") == null) {
      writeVary(response);
      return;
    }
    writeOrigin(request, response);
    if (exposed != null) {
      response.setHeader(EXPOSE, exposed);
    }
  }

  private void writeOrigin(HttpServletRequest request, HttpServletResponse response) {
    String origin = request.getHeader("Origin");
    if (any) {
      writeAnyOrigin(origin, response);
      return;
    }
    writeVary(response);
    String allowed = only == null ? match(origin) : only;
    if (allowed != null) {
      response.setHeader(ALLOW_ORIGIN, allowed);
    }
    if (credentials) {
      response.setHeader(ALLOW_CREDENTIALS, "true");
    }
  }

  /** Unless every origin gets the same answer. */
  private void writeVary(HttpServletResponse response) {
    if (!any || credentials) {
      response.addHeader("Vary", "Origin");
    }
  }

  /** Credentials forbid the asterisk, so the origin is repeated instead. */
  private void writeAnyOrigin(@Nullable String origin, HttpServletResponse response) {
    writeVary(response);
    if (credentials && origin != null) {
      response.setHeader(ALLOW_ORIGIN, origin);
      response.setHeader(ALLOW_CREDENTIALS, "true");
    } else {
      response.setHeader(ALLOW_ORIGIN, "*");
    }
  }

  private @Nullable String match(@Nullable String origin) {
    if (origin == null) {
      return null;
    }
    String normalized = normalize(origin);
    return origins.contains(normalized) ? normalized : null;
  }

  /** Without the port that the scheme implies. */
  private static String normalize(String origin) {
    if (origin.startsWith("http://") && origin.endsWith(":80")) {
      return origin.substring(0, origin.length() - 3);
    }
    if (origin.startsWith("https://") && origin.endsWith(":443")) {
      return origin.substring(0, origin.length() - 4);
    }
    return origin;
  }
}
