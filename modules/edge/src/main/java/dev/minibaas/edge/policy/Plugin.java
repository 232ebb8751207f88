package dev.minibaas.edge.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plugin's configuration, with Kong's names and defaults. */
public sealed interface Plugin {

  /**
   * @param anonymous username or id of the consumer that a request without a known key counts as
   * @param realm what {@code WWW-Authenticate} names, if anything
   */
  record KeyAuth(
      List<String> keyNames,
      boolean inHeader,
      boolean inQuery,
      boolean hideCredentials,
      boolean runOnPreflight,
      @Nullable String anonymous,
      @Nullable String realm)
      implements Plugin {}

  /** Origins are {@code *} or of the form scheme://host[:port]. */
  record Cors(
      List<String> origins,
      List<String> methods,
      List<String> headers,
      List<String> exposedHeaders,
      boolean credentials,
      boolean preflightContinue,
      boolean privateNetwork,
      @Nullable Integer maxAge)
      implements Plugin {}

  enum Generator {
    UUID,
    UUID_COUNTER,
    TRACKER
  }

  record CorrelationId(String headerName, Generator generator, boolean echoDownstream)
      implements Plugin {}

  enum LimitBy {
    CONSUMER,
    IP,
    HEADER
  }

  record Redis(
      String host,
      int port,
      @Nullable String username,
      @Nullable String password,
      int database,
      int timeoutMillis,
      boolean ssl) {}

  /**
   * @param limits requests per window, shortest window first
   * @param redis where the counters are; null: in this process
   * @param headerName the header that names the client, with {@link LimitBy#HEADER}
   */
  record RateLimiting(
      Map<Window, Integer> limits,
      LimitBy limitBy,
      @Nullable String headerName,
      @Nullable Redis redis,
      boolean faultTolerant,
      boolean hideClientHeaders,
      int errorCode,
      String errorMessage)
      implements Plugin {}

  record RequestSizeLimiting(long maxBytes, boolean requireContentLength) implements Plugin {}

  /** Adds a header only where the client sent none of that name. */
  record RequestTransformer(List<String> removeHeaders, List<Header> addHeaders)
      implements Plugin {}

  /** Adds a header only where the service set none of that name. */
  record ResponseTransformer(List<String> removeHeaders, List<Header> addHeaders)
      implements Plugin {}

  /** Addresses or CIDR networks. */
  record IpRestriction(List<String> allow, List<String> deny, int status, @Nullable String message)
      implements Plugin {}

  /** Exactly one of the lists has groups. */
  record Acl(List<String> allow, List<String> deny) implements Plugin {}
}
