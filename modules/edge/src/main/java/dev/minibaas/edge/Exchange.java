package dev.minibaas.edge;

import dev.minibaas.edge.address.ClientAddress;
import dev.minibaas.edge.http.Answer;
import dev.minibaas.edge.http.BoundedRequest;
import dev.minibaas.edge.http.GatewayRequest;
import dev.minibaas.edge.http.GatewayResponse;
import dev.minibaas.edge.http.HiddenQueryKey;
import dev.minibaas.edge.http.SealableResponse;
import dev.minibaas.edge.limit.Usage;
import dev.minibaas.edge.policy.Policy.Consumer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One request on its way through the gateway, and what the plugins found out about it. */
final class Exchange {
  private static final String VIA = "1.1 mini-baas-edge";

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final ClientAddress clients;
  private final RoutePolicy policy;
  private final String requestId;
  private ConsumerPolicy consumerPolicy;
  private boolean preflight;
  private boolean bodyBounded;
  private @Nullable String clientAddress;
  private @Nullable Usage usage;
  private long usageAt;

  Exchange(
      HttpServletRequest request,
      HttpServletResponse response,
      ClientAddress clients,
      RoutePolicy policy) {
    this.request = request;
    this.response = response;
    this.clients = clients;
    this.policy = policy;
    this.consumerPolicy = policy.ofNobody();
    this.requestId = policy.ids().idOf(request);
  }

  HttpServletRequest request() {
    return request;
  }

  String requestId() {
    return requestId;
  }

  /** From here on the consumer's plugins apply. */
  void identified(ConsumerPolicy consumer) {
    consumerPolicy = consumer;
  }

  ConsumerPolicy consumerPolicy() {
    return consumerPolicy;
  }

  @Nullable String consumer() {
    Consumer consumer = consumerPolicy.consumer();
    return consumer == null ? null : consumer.username();
  }

  void isPreflight() {
    preflight = true;
  }

  /** The body must be counted while it is read. */
  void boundBody() {
    bodyBounded = true;
  }

  /** What the rate limit's headers say. */
  void limited(Usage left, long at) {
    usage = left;
    usageAt = at;
  }

  String clientAddress() {
    String known = clientAddress;
    if (known == null) {
      known = clients.of(request);
      clientAddress = known;
    }
    return known;
  }

  @Nullable String clientHeader(@Nullable String name) {
    return name == null ? null : request.getHeader(name);
  }

  /** The gateway's headers on any response, its own or a service's. */
  void writeHeaders(HttpServletResponse to) {
    to.setHeader("Via", VIA);
    if (policy.ids().echo()) {
      to.setHeader(policy.ids().header(), requestId);
    }
    writeCors(to);
    consumerPolicy.writeHeaders(to);
    RateLimit limit = consumerPolicy.rateLimit();
    if (limit != null && usage != null) {
      limit.write(to, usage, usageAt);
    }
  }

  private void writeCors(HttpServletResponse to) {
    CorsRules cors = policy.cors();
    if (cors == null) {
      return;
    }
    if (!preflight) {
      cors.write(request, to);
    } else if (!cors.preflightContinue()) {
      cors.writePreflight(request, to);
    }
  }

  void answer(Answer answer) throws IOException {
    writeHeaders(response);
    answer.send(response, request.getMethod(), requestId);
  }

  /** Lets the service answer. */
  void pass(FilterChain chain) throws IOException, ServletException {
    writeHeaders(response);
    boolean trusted = clients.trusts(request);
    HttpServletRequest seen =
        new GatewayRequest(
            request,
            consumerPolicy.requestRules(),
            requestId,
            trusted ? clientAddress() : null,
            trusted);
    if (!policy.hiddenKeys().isEmpty()) {
      seen = new HiddenQueryKey(seen, policy.hiddenKeys());
    }
    if (bodyBounded) {
      SealableResponse sealable =
          new SealableResponse(
              response,
              consumerPolicy.responseRules(),
              this::writeHeaders,
              Answer.TOO_LARGE,
              request.getMethod(),
              requestId);
      passBounded(chain, seen, sealable);
    } else {
      chain.doFilter(
          seen, new GatewayResponse(response, consumerPolicy.responseRules(), this::writeHeaders));
    }
  }

  private void passBounded(FilterChain chain, HttpServletRequest seen, SealableResponse sealable)
      throws IOException, ServletException {
    try {
      chain.doFilter(new BoundedRequest(seen, sealable, consumerPolicy.maxBodyBytes()), sealable);
    } catch (IOException | ServletException | RuntimeException e) {
      // once the client has its answer, a service that gave up over its body has done right
      if (!sealable.isSealed()) {
        throw e;
      }
    }
  }
}
