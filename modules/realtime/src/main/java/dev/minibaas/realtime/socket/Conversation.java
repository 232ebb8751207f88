package dev.minibaas.realtime.socket;

import java.nio.ByteBuffer;

/** One protocol with one client. Called by one thread at a time. */
public interface Conversation {
  void text(String message);

  void binary(ByteBuffer message);

  /** Called every few seconds: tokens expire, clients fall silent. */
  void tick();

  /** The connection is gone, whoever closed it; called once, last. */
  void closed();
}
