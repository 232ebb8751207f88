package dev.minibaas.realtime.socket;

/** What is spoken on a WebSocket. */
enum Protocol {
  OWN,
  PHOENIX;

  int maxBytes(SocketConfig config) {
    return this == OWN ? config.ownBytes() : config.phoenixBytes();
  }

  Conversation begin(Conversations conversations, Handshake handshake, Outbox outbox) {
    return this == OWN
        ? conversations.own(handshake, outbox)
        : conversations.phoenix(handshake, outbox);
  }
}
