package dev.minibaas.realtime.hub;

import java.util.UUID;
import java.util.function.Consumer;

/** Of a node that is alone. */
public final class LocalRelay implements Relay {
  private final String node = UUID.randomUUID().toString();

  @Override
  public String node() {
    return node;
  }

  @Override
  public void send(String text) {
    // there is nobody else
  }

  @Override
  public void receive(Consumer<String> receiver) {
    // nobody sends
  }

  @Override
  public void close() {
    // nothing is held
  }
}
