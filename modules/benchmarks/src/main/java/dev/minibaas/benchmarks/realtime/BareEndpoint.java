package dev.minibaas.benchmarks.realtime;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** A socket that the server keeps open, and nothing else. */
@ServerEndpoint("/idle")
public class BareEndpoint {
  @OnOpen
  public void open(Session session) {
    session.setMaxIdleTimeout(0);
  }

  /** Answers, so that a client knows that the socket is ready. */
  @OnMessage
  public String answer(String text) {
    return text;
  }
}
