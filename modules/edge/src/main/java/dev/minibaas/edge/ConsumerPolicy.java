package dev.minibaas.edge;

import dev.minibaas.edge.http.Answer;
import dev.minibaas.edge.http.RequestRules;
import dev.minibaas.edge.http.ResponseRules;
import dev.minibaas.edge.policy.Header;
import dev.minibaas.edge.policy.Plugin;
import dev.minibaas.edge.policy.Policy.Consumer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plugins that apply to one consumer on one route: those behind key-auth.
 *
 * @param consumer null: nobody is known
 * @param responseHeaders what the response gets unless the service sets it
 */
record ConsumerPolicy(
    @Nullable Consumer consumer,
    @Nullable AddressRule addresses,
    Plugin.@Nullable RequestSizeLimiting size,
    @Nullable GroupRule groups,
    @Nullable RateLimit rateLimit,
    List<Header> responseHeaders,
    RequestRules requestRules,
    ResponseRules responseRules) {

  /** Runs the plugins in Kong's order; what to answer instead of the service, or null. */
  @Nullable Answer access(Exchange exchange) {
    Answer answer = null;
    if (addresses != null) {
      answer = addresses.access(exchange);
    }
    if (answer == null && size != null) {
      answer = checkSize(size, exchange);
    }
    if (answer == null && groups != null) {
      answer = groups.access(consumer);
    }
    if (answer == null && rateLimit != null) {
      answer = rateLimit.access(exchange);
    }
    return answer;
  }

  private static @Nullable Answer checkSize(Plugin.RequestSizeLimiting limit, Exchange exchange) {
    HttpServletRequest request = exchange.request();
    long length = request.getContentLengthLong();
    if (length < 0 && limit.requireContentLength()) {
      return Answer.of(411, "A valid Content-Length header is required");
    }
    if (length > limit.maxBytes()) {
      // a client that asked first is told so, as Kong does: curl then sends without asking
      boolean asked = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
      return asked ? Answer.of(417, "Request size limit exceeded") : Answer.TOO_LARGE;
    }
    if (request.getHeader("Transfer-Encoding") != null
        || (length < 0 && !request.getProtocol().startsWith("HTTP/1"))) {
      exchange.boundBody();
    }
    return null;
  }

  long maxBodyBytes() {
    return size == null ? Long.MAX_VALUE : size.maxBytes();
  }

  void writeHeaders(HttpServletResponse response) {
    for (int i = 0; i < responseHeaders.size(); i++) {
      Header header = responseHeaders.get(i);
      response.setHeader(header.name(), header.value());
    }
  }
}
