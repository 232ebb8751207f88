package dev.minibaas.realtime.hub;

import java.util.function.Consumer;

/**
 * Texts from each node to all others: at most once, in the order of each sender, without a memory.
 * Broadcasts and presence of channels go this way.
 */
public interface Relay extends AutoCloseable {
  /** This node's name, which no other has. */
  String node();

  /** To all other nodes; lost where a node can't be reached. Never waits. */
  void send(String text);

  /** Whom the texts of the others are given, one after the other. To be called once. */
  void receive(Consumer<String> receiver);

  @Override
  void close();
}
