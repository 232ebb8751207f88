package dev.minibaas.edge.http;

import dev.minibaas.edge.policy.Header;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request as its service sees it: without claims of identity, with the gateway's request id. */
public final class GatewayRequest extends HttpServletRequestWrapper {
  private final RequestRules rules;
  private final @Nullable String requestId;
  private final @Nullable String clientAddress;
  private final boolean forwardingTrusted;

  /**
   * @param requestId null: the client's header is left as it is
   * @param clientAddress null: the connection's peer
   * @param forwardingTrusted whether the peer's forwarding headers are shown
   */
  public GatewayRequest(
      HttpServletRequest request,
      RequestRules rules,
      @Nullable String requestId,
      @Nullable String clientAddress,
      boolean forwardingTrusted) {
    super(request);
    this.rules = rules;
    this.requestId = requestId;
    this.clientAddress = clientAddress;
    this.forwardingTrusted = forwardingTrusted;
  }

  private HttpServletRequest client() {
    return (HttpServletRequest) getRequest();
  }

  @Override
  public @Nullable String getHeader(String name) {
    int meaning = rules.meaning(name);
    return switch (meaning) {
      case RequestRules.KEEP -> client().getHeader(name);
      case RequestRules.HIDE -> null;
      case RequestRules.REQUEST_ID -> requestId;
      case RequestRules.CLIENT_ADDRESS -> getRemoteAddr();
      case RequestRules.FORWARDING -> forwardingTrusted ? client().getHeader(name) : null;
      default -> {
        String sent = client().getHeader(name);
        yield sent == null ? rules.added().get(meaning - RequestRules.ADDED).value() : sent;
      }
    };
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    if (rules.meaning(name) == RequestRules.KEEP) {
      return client().getHeaders(name);
    }
    String value = getHeader(name);
    if (value == null) {
      return Collections.emptyEnumeration();
    }
    // of a trusted proxy's forwarding headers there may be several
    return rules.meaning(name) == RequestRules.FORWARDING
        ? client().getHeaders(name)
        : Collections.enumeration(Set.of(value));
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    Set<String> names = new LinkedHashSet<>();
    Enumeration<String> sent = client().getHeaderNames();
    while (sent.hasMoreElements()) {
      String name = sent.nextElement();
      if (isVisible(rules.meaning(name))) {
        names.add(name);
      }
    }
    names.addAll(rules.own());
    for (Header header : rules.added()) {
      if (client().getHeader(header.name()) == null) {
        names.add(header.name());
      }
    }
    return Collections.enumeration(names);
  }

  private boolean isVisible(int meaning) {
    return switch (meaning) {
      case RequestRules.HIDE, RequestRules.REQUEST_ID, RequestRules.CLIENT_ADDRESS -> false;
      case RequestRules.FORWARDING -> forwardingTrusted;
      default -> true;
    };
  }

  @Override
  public long getDateHeader(String name) {
    return rules.meaning(name) == RequestRules.KEEP ? client().getDateHeader(name) : -1;
  }

  @Override
  public int getIntHeader(String name) {
    if (rules.meaning(name) == RequestRules.KEEP) {
      return client().getIntHeader(name);
    }
    String value = getHeader(name);
    return value == null ? -1 : Integer.parseInt(value);
  }

  @Override
  public String getRemoteAddr() {
    return clientAddress == null ? client().getRemoteAddr() : clientAddress;
  }

  @Override
  public String getRemoteHost() {
    return clientAddress == null ? client().getRemoteHost() : clientAddress;
  }
}
