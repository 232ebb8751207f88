package dev.minibaas.edge;

import dev.minibaas.edge.address.ClientAddress;
import dev.minibaas.edge.http.Answer;
import dev.minibaas.edge.policy.Policy;
import dev.minibaas.platform.log.Log;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Executes a policy on requests, in one web application. */
final class Gateway implements AutoCloseable {
  private static final Logger LOG = Log.of(Gateway.class);

  private final RouteTable<RoutePolicy> routes;
  private final RoutePolicy unmatched;
  private final ClientAddress clients;
  private final PolicyCompiler compiler;

  /**
   * @param contextPath of the web application
   */
  Gateway(EdgeConfig config, String contextPath) {
    Policy policy = config.policy();
    compiler = new PolicyCompiler(policy);
    clients = new ClientAddress(config.trustedProxies());
    routes = new RouteTable<>(contextPath);
    policy.routes().forEach(route -> routes.add(route, compiler.compile(route)));
    routes.sort();
    unmatched = compiler.compile(null);
  }

  void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RoutePolicy policy = routes.find(request);
    if (policy == null) {
      // as in Kong, global plugins still see the response
      answer(new Exchange(request, response, clients, unmatched), Answer.NO_ROUTE);
      return;
    }
    Exchange exchange = new Exchange(request, response, clients, policy);
    Answer answer =
        HeaderLimit.isExceeded(request) ? Answer.HEADER_TOO_LARGE : policy.access(exchange);
    if (answer == null) {
      exchange.pass(chain);
    } else {
      answer(exchange, answer);
    }
  }

  private static void answer(Exchange exchange, Answer answer) throws IOException {
    if (answer.message() != null && LOG.isLoggable(Level.INFO)) {
      Object[] what = {
        exchange.request().getMethod(),
        shorten(exchange.request().getRequestURI()),
        Integer.toString(answer.status()),
        answer.message()
      };
      dev.minibaas.platform.web.RequestIds.within(
          exchange.requestId(),
          () -> {
            LOG.log(Level.INFO, "refused {0} {1}: {2} {3}", what);
            return answer;
          });
    }
    exchange.answer(answer);
  }

  private static String shorten(String uri) {
    return uri.length() <= 200 ? uri : uri.substring(0, 200) + "…";
  }

  @Override
  public void close() {
    compiler.close();
  }
}
