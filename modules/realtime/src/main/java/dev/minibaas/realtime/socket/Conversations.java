package dev.minibaas.realtime.socket;

/** Begins what is spoken on a new connection. */
public interface Conversations {
  Conversation phoenix(Handshake handshake, Outbox outbox);

  Conversation own(Handshake handshake, Outbox outbox);
}
