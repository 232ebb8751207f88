package dev.minibaas.realtime.socket;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.realtime.phoenix.Serializer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where WebSockets come in: who may not is told so in plain HTTP, before the upgrade. */
final class Doorway {
  private static final int UPGRADE_REQUIRED = 426;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Secrets, and what only the upgrade is about. */
  private static final Set<String> HIDDEN =
      Set.of(
          "authorization",
          "apikey",
          "x-api-key",
          "cookie",
          "proxy-authorization",
          "connection",
          "upgrade",
          "sec-websocket-key",
          "sec-websocket-version",
          "sec-websocket-extensions",
          "sec-websocket-protocol");

  private final Connections connections;
  private final Conversations conversations;
  private final Authentication authentication;

  Doorway(Connections connections, Conversations conversations, Authentication authentication) {
    this.connections = connections;
    this.conversations = conversations;
    this.authentication = authentication;
  }

  void enter(Protocol protocol, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      response.setHeader("Upgrade", "websocket");
      JsonAnswer.send(response, UPGRADE_REQUIRED, "a WebSocket is expected here");
      return;
    }
    if (connections.isStopping()) {
      JsonAnswer.send(
          response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the server is stopping");
      return;
    }
    if (connections.isFull()) {
      JsonAnswer.send(response, TOO_MANY_REQUESTS, "too many connections");
      return;
    }
    String vsn = request.getParameter("vsn");
    if (protocol == Protocol.PHOENIX && Serializer.of(vsn).isEmpty()) {
      JsonAnswer.send(
          response,
          HttpServletResponse.SC_BAD_REQUEST,
          "unknown vsn: 1.0.0 and 2.0.0 are spoken here");
      return;
    }
    Caller key;
    try {
      key = key(protocol, request);
    } catch (InvalidToken e) {
      JsonAnswer.send(
          response, HttpServletResponse.SC_UNAUTHORIZED, String.valueOf(e.getMessage()));
      return;
    }
    upgrade(protocol, new Handshake(key, token(request), vsn, headers(request)), request, response);
  }

  /** A key of the own protocol may be missing: its clients say who they are in a message. */
  private Caller key(Protocol protocol, HttpServletRequest request) throws InvalidToken {
    String key = first(request.getHeader("x-api-key"), request.getHeader("apikey"));
    key = first(key, request.getParameter("apikey"));
    boolean hasBearer = request.getHeader("Authorization") != null;
    if (key == null && !hasBearer && protocol == Protocol.PHOENIX) {
      throw new InvalidToken(InvalidToken.Reason.MALFORMED, "the apikey is missing");
    }
    if (key == null || (protocol == Protocol.OWN && hasBearer)) {
      return Caller.of(request);
    }
    Caller caller = authentication.authenticate("Bearer " + key, null);
    if (caller.token() != null && caller.claims().get("exp") == null) {
      throw new InvalidToken(InvalidToken.Reason.CLAIMS, "the apikey has no exp");
    }
    return caller;
  }

  private static @Nullable String token(HttpServletRequest request) {
    return first(request.getParameter("jwt"), request.getParameter("token"));
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null || one.isBlank() ? other == null || other.isBlank() ? null : other : one;
  }

  private static Map<String, String> headers(HttpServletRequest request) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      String small = name.toLowerCase(Locale.ROOT);
      String value = request.getHeader(name);
      if (!HIDDEN.contains(small) && value != null) {
        headers.put(small, value);
      }
    }
    return headers;
  }

  private void upgrade(
      Protocol protocol,
      Handshake handshake,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, ServletException {
    Object container =
        request.getServletContext().getAttribute("jakarta.websocket.server.ServerContainer");
    if (!(container instanceof ServerContainer websockets)) {
      throw new ServletException("the server has no WebSockets");
    }
    var endpoint = new SocketEndpoint(connections, conversations, protocol, handshake);
    ServerEndpointConfig config =
        ServerEndpointConfig.Builder.create(SocketEndpoint.class, "/" + protocol)
            .configurator(new Prepared(endpoint))
            .build();
    try {
      websockets.upgradeHttpToWebSocket(new Bare(request), response, config, Map.of());
    } catch (DeploymentException e) {
      throw new ServletException("the upgrade failed", e);
    }
  }

  /** Gives out the one endpoint that was made for the request. */
  private static final class Prepared extends ServerEndpointConfig.Configurator {
    private final SocketEndpoint endpoint;

    Prepared(SocketEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(endpoint);
    }

    /** Whoever has a key may come from anywhere; nothing here goes by cookies. */
    @Override
    public boolean checkOrigin(String origin) {
      return true;
    }
  }

  /**
   * What the server keeps with the WebSocket as long as it is open: no HTTP session, which Open
   * Liberty would make, with a cookie; and not the query, which has tokens.
   */
  private static final class Bare extends HttpServletRequestWrapper {
    Bare(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable HttpSession getSession() {
      return null;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
      return null;
    }

    @Override
    public @Nullable String getQueryString() {
      return null;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      return Map.of();
    }
  }
}
