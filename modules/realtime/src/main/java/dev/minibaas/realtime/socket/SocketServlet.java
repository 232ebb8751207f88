package dev.minibaas.realtime.socket;

import dev.minibaas.platform.caller.Authentication;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * WebSockets: {@code /v1/websocket} in Phoenix's protocol, the others in the own one.
 *
 * <p>A servlet, and no endpoint that the server finds: it stands behind the platform's filters, and
 * refuses in plain HTTP before the upgrade.
 */
@WebServlet(urlPatterns = {"/v1", "/v1/ws", "/ws", "/v1/websocket"})
public class SocketServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Connections connections;
  @Inject private transient Conversations conversations;
  @Inject private transient Authentication authentication;

  /** For the server. */
  public SocketServlet() {}

  SocketServlet(Connections connections, Conversations conversations, Authentication who) {
    this.connections = connections;
    this.conversations = conversations;
    this.authentication = who;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    boolean isPhoenix = request.getServletPath().equals("/v1/websocket");
    new Doorway(connections, conversations, authentication)
        .enter(isPhoenix ? Protocol.PHOENIX : Protocol.OWN, request, response);
  }
}
