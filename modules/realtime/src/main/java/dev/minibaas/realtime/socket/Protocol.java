package dev.minibaas.realtime.socket;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is spoken on a WebSocket. */
enum Protocol {
  OWN,
  PHOENIX;

  int maxBytes(SocketConfig config) {
    return this == OWN ? config.ownBytes() : config.phoenixBytes();
  }

  @Nullable Duration idle(SocketConfig config) {
    return this == OWN ? config.ownIdle() : config.phoenixIdle();
  }

  Conversation begin(Conversations conversations, Handshake handshake, Outbox outbox) {
    return this == OWN
        ? conversations.own(handshake, outbox)
        : conversations.phoenix(handshake, outbox);
  }
}
